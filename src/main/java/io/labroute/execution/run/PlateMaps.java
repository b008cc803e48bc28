package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.lab.Concentration;
import io.labroute.lab.Labware;
import io.labroute.lab.WellAddress;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What is in the wells of a run's labware, for people: as known of its containers, else as the plan has it. */
@Service
public class PlateMaps {

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final RecordRepository records;
  private final WellRepository wells;

  PlateMaps(PlanRepository plans, PlanRunRepository runs, RecordRepository records, WellRepository wells) {
    this.plans = plans;
    this.runs = runs;
    this.records = records;
    this.wells = wells;
  }

  /**
   * A piece of labware.
   *
   * @param known whether its contents are on record; else they are the plan's word
   * @param rows each from the first column on
   */
  public record PlateMap(String label, @Nullable String barcode, boolean known, List<String> columns, List<Row> rows) {}

  /** A row of wells. */
  public record Row(String letters, List<Well> wells) {}

  /**
   * A well.
   *
   * @param contents of it, for people; empty when nothing is in it
   * @param level how full it is, of what is fullest on the plate, 0 to 5
   */
  public record Well(String address, String volume, String contents, @Nullable String role, int level) {}

  /** The labware of a run; none when there is no such run. */
  public List<PlateMap> of(String experimentId) {
    Run run = runs.find(experimentId).orElse(null);
    if (run == null) {
      return List.of();
    }
    CampaignPlan plan = plans.find(run.campaignId(), run.revision()).orElseThrow();
    PlanDeck deck = PlanDeck.of(plan.labware(), run.barcodes());
    Map<String, Standing> containers = records.standing(run.barcodes().values());
    return deck.deck().all().stream().map(labware -> {
      Standing container = containers.get(run.barcodes().getOrDefault(labware.label(), ""));
      Map<WellAddress, WellContents> known = container == null ? Map.of() : wells.contents(container.containerId());
      Map<WellAddress, WellContents> shown = known.isEmpty() ? declared(deck, labware) : known;
      return map(labware, run.barcodes().get(labware.label()), !known.isEmpty(), shown, plan);
    }).toList();
  }

  private static Map<WellAddress, WellContents> declared(PlanDeck deck, Labware labware) {
    var declared = new TreeMap<WellAddress, WellContents>();
    deck.declared().forEach((Spot spot, Contents contents) -> {
      if (spot.labware().equals(labware.label()) && contents.volume() != null) {
        declared.put(spot.well(), new WellContents(contents.volume(), contents.parts().entrySet().stream()
            .map(part -> new Component(part.getKey().substance(), part.getKey().concentration(), part.getValue())).toList()));
      }
    });
    return declared;
  }

  private static PlateMap map(Labware labware, @Nullable String barcode, boolean known, Map<WellAddress, WellContents> contents,
      CampaignPlan plan) {
    double most = contents.values().stream().mapToDouble(it -> it.volume().microlitres().doubleValue()).max().orElse(0);
    int rowCount = labware.shape() instanceof Labware.Plate ? labware.shape().rows() : 1;
    var rows = new ArrayList<Row>();
    for (int row = 0; row < rowCount; row++) {
      var cells = new ArrayList<Well>();
      for (int column = 0; column < labware.shape().columns(); column++) {
        var address = new WellAddress(row, column);
        cells.add(well(address, contents.get(address), most, role(plan, labware.label(), address)));
      }
      rows.add(new Row(new WellAddress(row, 0).toString().replaceAll("\\d", ""), cells));
    }
    var columns = new ArrayList<String>();
    for (int column = 1; column <= labware.shape().columns(); column++) {
      columns.add(String.valueOf(column));
    }
    return new PlateMap(labware.label(), barcode, known, columns, rows);
  }

  private static Well well(WellAddress address, @Nullable WellContents contents, double most, @Nullable String role) {
    if (contents == null || contents.volume().isZero()) {
      return new Well(address.toString(), "", "", role, 0);
    }
    int level = most == 0 ? 0 : (int) Math.min(5, Math.max(1, Math.ceil(5 * contents.volume().microlitres().doubleValue() / most)));
    String parts = contents.components().stream().sorted(Comparator.comparingDouble(Component::share).reversed())
        .map(PlateMaps::part).collect(Collectors.joining(", "));
    return new Well(address.toString(), contents.volume().toString(), parts, role, level);
  }

  private static String part(Component part) {
    Concentration stock = part.concentration();
    return stock == null ? "%s %s".formatted(new Concentration(100 * part.share(), Concentration.Unit.PERCENT), part.substance())
        : "%s %s".formatted(stock.times(part.share()), part.substance());
  }

  private static @Nullable String role(CampaignPlan plan, String label, WellAddress address) {
    String role = plan.layout() == null ? "" : plan.layout().path("plates").path(label).path("wells").path(address.toString()).path("role").asText();
    return role.isEmpty() ? null : role;
  }
}
