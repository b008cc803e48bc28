package io.labroute.campaign.iteration;

import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far an iteration has come.
 *
 * @param run the experiment
 * @param state planned, running, measured (all wells are, or it was closed), completed (and its run is over), failed or aborted
 * @param wells wells with cells that were laid out
 * @param measured of them, those whose result came and contradicts nothing
 * @param waitsFor why it is not measured
 * @param told what is odd about how many wells, by code
 */
public record IterationProgress(String campaign, int iteration, String run, String runStatus, String state, boolean closed, long wells,
    long measured, List<PlateProgress> plates, List<Finding> waitsFor, Map<String, Long> told) {

  /**
   * A plate of it.
   *
   * @param plate its barcode; null while none is bound
   * @param version of its results; null while there are none
   * @param fileId ledger row of the file they came from
   */
  public record PlateProgress(String label, @Nullable String plate, @Nullable Integer version, @Nullable Long fileId, long wells,
      long measured) {}

  /** Whether no more results are waited for. */
  public boolean awaitsNothing() {
    return state.equals("measured") || state.equals("completed");
  }

  static IterationProgress of(IterationResults results) {
    Iteration iteration = results.iteration();
    var plates = new ArrayList<PlateProgress>();
    results.lines().stream().map(ResultLine::label).distinct().forEach(label -> {
      Iteration.Plate bound = iteration.plate(label);
      plates.add(new PlateProgress(label, bound == null ? null : bound.barcode(), bound == null ? null : bound.version(),
          bound == null ? null : bound.fileId(), results.awaited(label), results.measured(label)));
    });
    Map<String, Long> told = new TreeMap<>();
    results.lines().stream().map(ResultLine::told).filter(it -> it != null).forEach(it -> told.merge(it, 1L, Long::sum));
    String state = state(results);
    return new IterationProgress(iteration.campaignId(), iteration.number(), iteration.run(), iteration.runStatus(), state,
        iteration.closed(), results.awaited(null), results.measured(null), plates,
        results.isMeasured() || iteration.closed() ? List.of() : waits(iteration, plates), told);
  }

  private static String state(IterationResults results) {
    Iteration iteration = results.iteration();
    if (results.isMeasured() || iteration.closed()) {
      return iteration.runStatus().equals("completed") ? "completed" : "measured";
    }
    return switch (iteration.runStatus()) {
      case "failed", "aborted" -> iteration.runStatus();
      case "pending" -> results.measured(null) == 0 ? "planned" : "running";
      default -> "running";
    };
  }

  private static List<Finding> waits(Iteration iteration, List<PlateProgress> plates) {
    var waits = new ArrayList<Finding>();
    if (iteration.runStatus().equals("failed") || iteration.runStatus().equals("aborted")) {
      waits.add(Finding.of("iteration.run-" + iteration.runStatus(), "The run of the iteration was %s.".formatted(
              iteration.runStatus().equals("failed") ? "not successful" : "aborted")).value(iteration.run())
          .maybe("do it again: drop a run file with repeats. Or close the iteration with what was measured."));
    }
    for (PlateProgress plate : plates) {
      if (plate.plate() == null) {
        waits.add(Finding.of("iteration.not-bound", "Nobody knows yet which container the plate %s is.".formatted(plate.label()))
            .value(plate.label()).maybe("bind its barcode on the run's page."));
      } else if (plate.version() == null) {
        waits.add(Finding.of("iteration.no-results", "The results of the plate %s have not come.".formatted(plate.label()))
            .value(plate.plate()).maybe("drop the reader's file in inbox/plate-results, with the barcode as plate_id."));
      } else if (plate.measured() < plate.wells()) {
        waits.add(Finding.of("iteration.wells-missing", "Of the plate %s, %d of %d wells have a good result."
            .formatted(plate.label(), plate.measured(), plate.wells())).value(plate.plate())
            .maybe("drop the complete file of the plate, or close the iteration with what was measured."));
      }
    }
    return waits;
  }
}
