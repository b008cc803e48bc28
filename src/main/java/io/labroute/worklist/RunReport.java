package io.labroute.worklist;

import io.labroute.lab.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device reports of a run: each transfer was done, was not done, or nobody knows.
 *
 * @param entries in the order of the report
 */
public record RunReport(List<Entry> entries) {

  /** What became of a transfer. */
  public enum Outcome {
    DONE,
    UNDONE,
    UNKNOWN
  }

  /**
   * A reported transfer.
   *
   * @param line of the report
   * @param source labware and well as the report names them, {@code Plate/A1}
   * @param actual what was moved; null when the report does not say
   * @param reason why it was not done; null when it was
   */
  public record Entry(long line, String source, String destination, Volume requested, @Nullable Volume actual, Outcome outcome,
      @Nullable String reason) {}

  /** A transfer of a plan, and what became of it. */
  public record Reconciled(String source, String destination, Volume requested, Outcome outcome, @Nullable Volume actual,
      @Nullable String reason) {}

  /**
   * Each planned transfer with what became of it; what the report does not speak of is unknown. Transfers of one source and
   * target are taken in the report's order.
   *
   * @param planned in the order of the worklist
   */
  public List<Reconciled> reconcile(List<Step.Transfer> planned) {
    Map<String, List<Entry>> reported = new HashMap<>();
    entries.forEach(entry -> reported.computeIfAbsent(entry.source() + ">" + entry.destination(), pair -> new ArrayList<>()).add(entry));
    var reconciled = new ArrayList<Reconciled>();
    for (Step.Transfer transfer : planned) {
      String source = transfer.from().toString();
      String destination = transfer.to().toString();
      List<Entry> candidates = reported.getOrDefault(source + ">" + destination, List.of());
      Entry entry = candidates.isEmpty() ? null : candidates.remove(0);
      reconciled.add(entry == null
          ? new Reconciled(source, destination, transfer.volume(), Outcome.UNKNOWN, null, "the report does not speak of it")
          : new Reconciled(source, destination, transfer.volume(), entry.outcome(), entry.actual(), entry.reason()));
    }
    return reconciled;
  }
}
