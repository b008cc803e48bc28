package io.labroute.simulation;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Run;
import io.labroute.catalog.SimulationRunRepository;
import io.labroute.execution.job.Job;
import io.labroute.platform.LabNature;
import io.labroute.simulation.model.Line;
import io.labroute.simulation.model.PlateSignals;
import io.labroute.simulation.model.WellContent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What a simulated reader writes of a plate: a file of plate results, named after the plate's barcode, computed from what really is
 * in its wells. Wells without cells are not reported; viability is relative to the wells of the same line without any compound;
 * the liquid handler is called simulated.
 */
@Component
@Profile(LabNature.PROFILE)
class PlateReadings {

  private static final List<String> COLUMNS = List.of("plate_id", "well_id", "cell_line", "compound", "dose_uM", "time_h", "raw_signal",
      "is_control", "date", "liquid_handler_id", "viability_norm", "campaign_id", "experiment_id");
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final ReadPlates plates;
  private final CellParameters parameters;
  private final SimulationRunRepository simulations;
  private final Conduct conduct;
  private final Outbox outbox;

  PlateReadings(PlanRepository plans, PlanRunRepository runs, ReadPlates plates, CellParameters parameters,
      SimulationRunRepository simulations, Conduct conduct, Outbox outbox) {
    this.plans = plans;
    this.runs = runs;
    this.plates = plates;
    this.parameters = parameters;
    this.simulations = simulations;
    this.conduct = conduct;
    this.outbox = outbox;
  }

  /** Whether all that a job has to bring in is loaded; a reading is dropped first, and its end is told when it is in. */
  boolean areIn(Job job, @Nullable String barcode, Instant at) {
    if (!job.operation().equals("read") || barcode == null) {
      return true;
    }
    Run run = runs.find(job.experimentId()).orElseThrow();
    CampaignPlan plan = plans.find(run.campaignId(), run.revision()).orElseThrow();
    Optional<ReadPlate> plate = plates.of(job, plan).filter(it -> !it.withCells().isEmpty());
    return plate.isEmpty() || !outbox.isUnderWay("plate-results", job.order().replace('/', '-') + ".csv",
        () -> csv(job, plan, plate.get(), barcode, at));
  }

  private String csv(Job job, CampaignPlan plan, ReadPlate plate, String barcode, Instant at) {
    Map<String, WellContent> wells = plate.withCells();
    CellParameters.Present present = parameters.present();
    Map<String, Line> lines = wells.values().stream().map(WellContent::cellLine).distinct()
        .collect(Collectors.toMap(line -> line, present::line));
    Map<String, Double> signals =
        new PlateSignals(conduct.chance(), barcode, plate.hoursSinceSeeding(at), plate.room()).of(wells, lines);
    Map<String, Double> untreated = untreated(wells, signals);
    var rows = new ArrayList<List<String>>();
    rows.add(COLUMNS);
    wells.forEach((address, well) -> rows.add(row(job, plan, plate, barcode, at, address, well, signals.get(address),
        untreated.get(well.cellLine()))));
    lines.keySet().stream().filter(present::knows).forEach(line -> record(job, line, wells, barcode));
    return CsvText.of(',', rows);
  }

  private static List<String> row(Job job, CampaignPlan plan, ReadPlate plate, String barcode, Instant at, String address,
      WellContent well, double signal, @Nullable Double untreated) {
    var strongest = well.doses().entrySet().stream().max(Map.Entry.comparingByValue());
    String role = plan.layout() == null ? "sample"
        : plan.layout().path("plates").path(plate.label()).path("wells").path(address).path("role").asText("");
    return List.of(barcode, address, well.cellLine(), strongest.map(Map.Entry::getKey).orElse(""),
        text(strongest.map(Map.Entry::getValue).orElse(0.0)), text(plate.hoursSinceDosing(at)), text(signal),
        role.equals("sample") && strongest.isPresent() ? "0" : "1", at.toString(), "simulated",
        untreated == null ? "" : text(signal / untreated), job.campaignId(), job.experimentId());
  }

  /** The mean signal of each line's wells without any compound. */
  private static Map<String, Double> untreated(Map<String, WellContent> wells, Map<String, Double> signals) {
    Map<String, double[]> sums = new HashMap<>();
    wells.forEach((address, well) -> {
      if (well.doses().isEmpty()) {
        double[] sum = sums.computeIfAbsent(well.cellLine(), line -> new double[2]);
        sum[0] += signals.get(address);
        sum[1]++;
      }
    });
    return sums.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, sum -> sum.getValue()[0] / sum.getValue()[1]));
  }

  /** Puts on record which versions of the parameters the reading rests on. */
  private void record(Job job, String line, Map<String, WellContent> wells, String barcode) {
    String id = job.order().replace('/', ' ') + " " + line;
    if (simulations.find(id).isEmpty()) {
      var compounds = new TreeSet<String>();
      wells.values().stream().filter(well -> well.cellLine().equals(line)).forEach(well -> compounds.addAll(well.doses().keySet()));
      simulations.record(id, job.campaignId(), line, null, List.copyOf(compounds), "plate " + barcode, null, "simulated reader");
    }
  }

  private static String text(double number) {
    return new BigDecimal(number).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
  }
}
