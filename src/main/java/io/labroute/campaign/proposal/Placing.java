package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.WellAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Deals the proposals of an assay out to plates and wells. All replicates of a proposal are on one plate, which has all controls
 * for itself, dealt out evenly to its cell lines.
 *
 * <p>Without randomisation, wells are filled column by column, controls first. With it, {@value #TRIALS} layouts are shuffled
 * (Fisher–Yates over the wells in order of columns, by a {@link SplittableRandom} of the seed that is split once for each plate),
 * and the one is taken that has the fewest neighbours of the same kind and whose controls are spread best over the plate.
 */
final class Placing {

  private static final int TRIALS = 24;

  private final LayoutRules rules;
  private final LabwareKinds kinds;
  private final SplittableRandom random;
  private final Consumer<Finding> warnings;

  Placing(LayoutRules rules, LabwareKinds kinds, SplittableRandom random, Consumer<Finding> warnings) {
    this.rules = rules;
    this.kinds = kinds;
    this.random = random;
    this.warnings = warnings;
  }

  /** @param number of the first plate, from 0; the position of each plate goes by its number */
  List<PlateMap> plates(List<Proposal> proposals, int number) {
    int controls = rules.controls().stream().mapToInt(Control::wells).sum();
    var plates = new ArrayList<PlateMap>();
    int next = 0;
    while (next < proposals.size()) {
      Mapping declared = rules.plates().declared("P" + (number + plates.size() + 1), number + plates.size());
      Labware labware = rules.plates().known(declared, kinds);
      List<WellAddress> usable = PlateMap.usable(labware.shape(), rules.edge());
      int room = (usable.size() - controls) / rules.replicates();
      if (room < 1) {
        throw Finding.of("proposal.plate-too-small", "A plate has no room for one proposal beside its controls.")
            .at(rules.plates().place()).value("%d usable wells, %d controls, %d replicates".formatted(usable.size(), controls,
                rules.replicates())).allowed("a larger plate, fewer controls or replicates")
            .maybe("the edge can be used (edge: use), at the price of evaporation.").refusal();
      }
      List<Proposal> here = proposals.subList(next, Math.min(proposals.size(), next + room));
      plates.add(new PlateMap(number + plates.size() + 1, here.get(0).assay(), declared, labware, dealt(treatments(here), usable),
          PlateMap.filled(labware.shape(), rules.edge()), here.get(0).place()));
      next += here.size();
    }
    return plates;
  }

  private List<Treatment> treatments(List<Proposal> proposals) {
    List<String> lines = proposals.stream().map(Proposal::cellLine).distinct().toList();
    var treatments = new ArrayList<Treatment>();
    for (Control control : rules.controls()) {
      boolean forAll = control.role() == Treatment.Role.BLANK || control.wells() >= lines.size();
      if (!forAll) {
        warnings.accept(Finding.of("proposal.controls-too-few", "Not every cell line of the plate has a %s control."
            .formatted(control.role())).at(control.place()).value(control.wells() + " wells").allowed("at least " + lines.size()));
      }
      for (int well = 0; well < control.wells(); well++) {
        treatments.add(control.treatment(lines.get(well % lines.size()), well + 1));
      }
    }
    for (Proposal proposal : proposals) {
      for (int replicate = 1; replicate <= rules.replicates(); replicate++) {
        treatments.add(proposal.replicate(replicate));
      }
    }
    return treatments;
  }

  private Map<WellAddress, Treatment> dealt(List<Treatment> treatments, List<WellAddress> usable) {
    SplittableRandom plate = random.split();
    List<WellAddress> best = usable;
    if (rules.randomise()) {
      int[] kinds = kinds(treatments);
      int least = Integer.MAX_VALUE;
      for (int trial = 0; trial < TRIALS; trial++) {
        List<WellAddress> shuffled = shuffled(usable, plate);
        int cost = cost(kinds, shuffled, usable);
        best = cost < least ? shuffled : best;
        least = Math.min(cost, least);
      }
    }
    Map<WellAddress, Treatment> byWell = new HashMap<>();
    for (int n = 0; n < treatments.size(); n++) {
      byWell.put(best.get(n), treatments.get(n));
    }
    Map<WellAddress, Treatment> dealt = new LinkedHashMap<>();
    usable.stream().filter(byWell::containsKey).forEach(well -> dealt.put(well, byWell.get(well)));
    return dealt;
  }

  /** The same number for treatments that had better not be neighbours: above 0 for proposals, below 0 for controls. */
  private static int[] kinds(List<Treatment> treatments) {
    Map<List<String>, Integer> known = new HashMap<>();
    return treatments.stream().mapToInt(it -> {
      int kind = known.computeIfAbsent(List.of(it.role().toString(), String.valueOf(it.proposal()), String.valueOf(it.cellLine())),
          key -> known.size() + 1);
      return it.role() == Treatment.Role.SAMPLE ? kind : -kind;
    }).toArray();
  }

  private static List<WellAddress> shuffled(List<WellAddress> wells, SplittableRandom random) {
    var shuffled = new ArrayList<>(wells);
    for (int n = shuffled.size() - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      WellAddress swapped = shuffled.set(n, shuffled.get(other));
      shuffled.set(other, swapped);
    }
    return shuffled;
  }

  /** Neighbours of one kind, ten times, and how uneven the controls lie between the halves and between rim and inside. */
  private static int cost(int[] kinds, List<WellAddress> wells, List<WellAddress> usable) {
    WellAddress first = usable.get(0);
    WellAddress last = usable.get(usable.size() - 1);
    var grid = new int[last.row() + 2][last.column() + 2];
    for (int n = 0; n < kinds.length; n++) {
      grid[wells.get(n).row()][wells.get(n).column()] = kinds[n];
    }
    int neighbours = 0;
    int controls = 0;
    int left = 0;
    int top = 0;
    int rim = 0;
    for (int row = first.row(); row <= last.row(); row++) {
      for (int column = first.column(); column <= last.column(); column++) {
        int kind = grid[row][column];
        neighbours += kind == 0 ? 0 : (grid[row + 1][column] == kind ? 1 : 0) + (grid[row][column + 1] == kind ? 1 : 0);
        if (kind < 0) {
          controls++;
          left += 2 * column < first.column() + last.column() ? 1 : 0;
          top += 2 * row < first.row() + last.row() ? 1 : 0;
          rim += row == first.row() || row == last.row() || column == first.column() || column == last.column() ? 1 : 0;
        }
      }
    }
    int inside = Math.max(0, last.row() - first.row() - 1) * Math.max(0, last.column() - first.column() - 1);
    int excess = Math.abs(rim * usable.size() - (usable.size() - inside) * controls) / usable.size();
    return 10 * neighbours + Math.abs(2 * left - controls) + Math.abs(2 * top - controls) + 2 * excess;
  }
}
