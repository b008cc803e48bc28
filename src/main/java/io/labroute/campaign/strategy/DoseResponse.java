package io.labroute.campaign.strategy;

import io.labroute.campaign.iteration.ResultLine;
import io.labroute.lab.Concentration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a pair after some iterations.
 *
 * @param points wells that count, with the vehicle controls of the plates that the pair was on
 * @param last log10 of the lowest and the highest dose of the last iteration that it was in; null where that had vehicle alone
 * @param dimension of its doses, M or g/L; null where they are of both
 */
record DoseResponse(List<DosePoint> points, @Nullable Bounds last, @Nullable String dimension) {

  boolean hasDosed() {
    return points.stream().anyMatch(DosePoint::isDosed);
  }

  /** The lowest and the highest dose of all its iterations, of wells that count. */
  Bounds tested() {
    var doses = points.stream().filter(DosePoint::isDosed).mapToDouble(DosePoint::logDose).summaryStatistics();
    return new Bounds(doses.getMin(), doses.getMax());
  }

  /** The pairs of iterations, of which the last one comes last. */
  static Map<Pair, DoseResponse> of(List<List<ResultLine>> iterations) {
    var gathered = new TreeMap<Pair, Gathered>();
    for (List<ResultLine> lines : iterations) {
      gathered.values().forEach(it -> it.ofIteration.clear());
      lines.stream().filter(line -> line.role().equals("sample")).forEach(line ->
          gathered.computeIfAbsent(pair(line), pair -> new Gathered()).add(line));
      gathered.forEach((pair, it) -> it.endIteration(pair, lines));
    }
    var responses = new TreeMap<Pair, DoseResponse>();
    gathered.forEach((pair, it) -> responses.put(pair,
        new DoseResponse(List.copyOf(it.points), it.last, it.dimensions.size() == 1 ? it.dimensions.iterator().next() : null)));
    return responses;
  }

  private static Pair pair(ResultLine line) {
    return new Pair(String.valueOf(line.cellLine()), String.valueOf(line.compound()), String.valueOf(line.assayType()));
  }

  private static final class Gathered {
    private final List<DosePoint> points = new ArrayList<>();
    private final List<Double> ofIteration = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();
    private final Set<String> dimensions = new HashSet<>();
    private @Nullable Bounds last;

    private void add(ResultLine line) {
      labels.add(line.label());
      BigDecimal number = line.achieved() != null ? line.achieved() : line.dose();
      double log = Double.NEGATIVE_INFINITY;
      if (number != null && number.signum() > 0) {
        Concentration dose = Concentration.parse(number.toPlainString() + " " + line.unit());
        log = Math.log10(dose.base());
        dimensions.add(dose.dimension());
        ofIteration.add(log);
      }
      if (line.counts() && line.relative() != null) {
        points.add(new DosePoint(log, line.relative().doubleValue()));
      }
    }

    private void endIteration(Pair pair, List<ResultLine> lines) {
      if (!ofIteration.isEmpty()) {
        var doses = ofIteration.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        last = new Bounds(doses.getMin(), doses.getMax());
      }
      lines.stream().filter(line -> line.role().equals("vehicle") && line.counts() && labels.contains(line.label())
              && pair.cellLine().equals(line.cellLine()) && line.relative() != null)
          .forEach(line -> points.add(new DosePoint(Double.NEGATIVE_INFINITY, line.relative().doubleValue())));
      labels.clear();
    }
  }
}
