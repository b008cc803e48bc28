package io.labroute.campaign.iteration;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was laid out in an iteration, well by well, with what was measured there. A pure calculation. */
final class IterationResults {

  private final Iteration iteration;
  private final List<ResultLine> lines;
  private final Map<String, ProposalResult> proposals = new LinkedHashMap<>();

  IterationResults(Iteration iteration, List<MeasuredWell> measured) {
    this.iteration = iteration;
    Map<String, List<MeasuredWell>> byPlate = new HashMap<>();
    measured.forEach(well -> byPlate.computeIfAbsent(well.barcode(), barcode -> new ArrayList<>()).add(well));
    var all = new ArrayList<ResultLine>();
    iteration.layout().path("plates").properties().stream().sorted(Map.Entry.comparingByKey(IterationResults::byNumber)).forEach(plate -> {
      Iteration.Plate bound = iteration.plate(plate.getKey());
      all.addAll(plate(plate.getKey(), plate.getValue(), bound,
          bound == null ? List.of() : byPlate.getOrDefault(bound.barcode(), List.of())));
    });
    Map<String, List<ResultLine>> replicates = new TreeMap<>(IterationResults::byNumber);
    all.stream().filter(line -> line.proposal() != null)
        .forEach(line -> replicates.computeIfAbsent(String.valueOf(line.proposal()), id -> new ArrayList<>()).add(line));
    replicates.forEach((id, wells) -> proposals.put(id, ProposalResult.of(wells)));
    this.lines = all.stream().map(line -> line.proposal() == null ? line : line.with(proposals.get(line.proposal()))).toList();
  }

  /** P2 before P10, and prop_0_2 before prop_0_10. */
  private static int byNumber(String one, String other) {
    return one.length() != other.length() ? one.length() - other.length() : one.compareTo(other);
  }

  List<ResultLine> lines() {
    return lines;
  }

  /** By their ids, in the order of their numbers. */
  Map<String, ProposalResult> proposals() {
    return proposals;
  }

  /** Wells with cells of a plate, or of all. */
  long awaited(@Nullable String label) {
    return lines.stream().filter(line -> isAwaited(line) && (label == null || line.label().equals(label))).count();
  }

  /** Of the awaited wells, those with a good result. */
  long measured(@Nullable String label) {
    return lines.stream().filter(line -> isAwaited(line) && line.isGood() && (label == null || line.label().equals(label))).count();
  }

  private static boolean isAwaited(ResultLine line) {
    return line.cellLine() != null;
  }

  boolean isMeasured() {
    return measured(null) == awaited(null);
  }

  Iteration iteration() {
    return iteration;
  }

  private List<ResultLine> plate(String label, JsonNode plate, Iteration.@Nullable Plate bound, List<MeasuredWell> rows) {
    Map<WellAddress, LaidWell> laid = new TreeMap<>();
    plate.path("wells").properties().forEach(well -> laid.put(WellAddress.parse(well.getKey()), LaidWell.of(well.getValue())));
    Map<WellAddress, MeasuredWell> measured = new TreeMap<>();
    rows.forEach(row -> measured.put(WellAddress.parse(row.well()), row));
    measured.keySet().forEach(well -> laid.putIfAbsent(well, LaidWell.NONE));
    boolean signals = rows.stream().filter(row -> row.rawSignal() != null).count()
        >= rows.stream().filter(row -> row.viability() != null).count();
    Map<String, BigDecimal> vehicles = vehicles(laid, measured, signals);
    var all = new ArrayList<ResultLine>();
    laid.forEach((well, what) -> {
      MeasuredWell row = measured.get(well);
      if (row != null || what.isLaidOut() && !what.isMedium()) {
        BigDecimal value = row == null ? null : value(row, signals);
        BigDecimal vehicle = vehicles.get(row != null && what.cellLine() == null ? row.cellLine() : what.cellLine());
        BigDecimal relative = value == null || vehicle == null || vehicle.signum() <= 0 ? null
            : value.divide(vehicle, ProposalResult.DIGITS);
        all.add(new ResultLine(iteration.campaignId(), iteration.number(), iteration.run(), label, bound == null ? null : bound.barcode(),
            well.toString(), what.role(), what.proposal(), what.cellLine(), what.compound(), what.dose(), what.unit(),
            plate.path("assay").textValue(), what.achieved(), what.replicate(), value, relative, null, null, null,
            told(what, row, value, relative)));
      }
    });
    return all;
  }

  private @Nullable String told(LaidWell laid, @Nullable MeasuredWell row, @Nullable BigDecimal value, @Nullable BigDecimal relative) {
    if (row == null) {
      return "result.not-measured";
    }
    if (isOfAnotherRun(row)) {
      return "result.other-run";
    }
    if (!laid.isLaidOut()) {
      return "result.not-laid-out";
    }
    if (laid.contradiction(row) != null) {
      return "result.contradicts";
    }
    return value == null ? "result.no-value" : relative == null && laid.isAwaited() ? ResultLine.NO_VEHICLE : null;
  }

  private boolean isOfAnotherRun(MeasuredWell row) {
    return row.experiment() != null && !row.experiment().equals(iteration.run());
  }

  /** What wells without compound show, by cell line: the vehicle controls, or the proposals of dose 0 where there are none. */
  private Map<String, BigDecimal> vehicles(Map<WellAddress, LaidWell> laid, Map<WellAddress, MeasuredWell> measured, boolean signals) {
    Map<String, List<BigDecimal>> controls = new HashMap<>();
    Map<String, List<BigDecimal>> zeros = new HashMap<>();
    laid.forEach((well, what) -> {
      MeasuredWell row = measured.get(well);
      BigDecimal value = row == null || isOfAnotherRun(row) ? null : value(row, signals);
      if (row != null && value != null && what.contradiction(row) == null && (what.isVehicle() || what.isZero())) {
        (what.isVehicle() ? controls : zeros).computeIfAbsent(String.valueOf(what.cellLine()), line -> new ArrayList<>()).add(value);
      }
    });
    Map<String, BigDecimal> means = new HashMap<>();
    zeros.forEach((line, of) -> means.put(line, ProposalResult.mean(of)));
    controls.forEach((line, of) -> means.put(line, ProposalResult.mean(of)));
    return means;
  }

  private static @Nullable BigDecimal value(MeasuredWell row, boolean signals) {
    return signals ? row.rawSignal() : row.viability();
  }
}
