package io.labroute.execution;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import io.labroute.worklist.RunReport.Entry;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what devices report of runs: finds the worklist that a report speaks of, and puts down what became of its transfers. */
@Service
public class RunReports {

  private final TransferRepository transfers;
  private final WorklistRepository worklists;
  private final WorklistAnswers answers;
  private final TransferOutcomes outcomes;
  private final WorklistLife life;
  private final AuditRepository audit;
  private final JsonText json;
  private final Clock clock;

  RunReports(TransferRepository transfers, WorklistRepository worklists, WorklistAnswers answers, TransferOutcomes outcomes,
      WorklistLife life, AuditRepository audit, JsonText json, Clock clock) {
    this.transfers = transfers;
    this.worklists = worklists;
    this.answers = answers;
    this.outcomes = outcomes;
    this.life = life;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /**
   * What became of the lines of a report.
   *
   * @param unchanged lines that say what was known before
   * @param faults lines that were not taken, and why
   */
  public record Taken(UUID worklistId, List<Entry> unchanged, Map<Entry, Finding> faults) {}

  /**
   * Takes a report, in the caller's transaction. What is known of a transfer stays: only what is unknown is learned.
   *
   * @param name of the file
   * @param head its first lines, which may name the worklist
   * @throws Refusal {@code report.no-worklist}, {@code report.ambiguous}, {@code report.withdrawn}
   */
  @Transactional
  public Taken take(List<Entry> entries, String name, String head, long fileId) {
    UUID worklistId = worklist(entries, name + "\n" + head);
    DoorstepFile file = worklists.hold(worklistId).orElseThrow(() -> WorklistLife.unknown(worklistId));
    if (file.state() == WorklistState.WITHDRAWN || file.waits()) {
      throw Finding.of("report.withdrawn", "The report speaks of a worklist that no device was given.").value(file.fileName())
          .allowed(file.state().text()).maybe("somebody ran a copy of it: what was moved has to be stated by hand.").refusal();
    }
    life.placed(worklistId, "file " + fileId, clock.instant());
    ReportMatch.Said said = match(worklistId).said(entries);
    if (said.faults().size() == entries.size()) {
      Finding first = said.faults().values().iterator().next();
      throw new Finding(first.code(), "Not one line can be taken; of the first: " + first.what(), first.where(), first.value(),
          first.allowed(), first.maybe()).refusal();
    }
    String by = "file " + fileId;
    outcomes.settle(worklistId, said.settled(), by, fileId);
    outcomes.settleRest(worklistId, TransferOutcome.UNKNOWN, "the report does not speak of it", by);
    outcomes.conclude(worklistId, file.state(), by);
    audit.add(new AuditEntry(by, "reported", "worklist " + worklistId, fileId, json.of(Map.of("lines", entries.size(),
        "new", said.settled().size(), "not taken", said.faults().size()))));
    return new Taken(worklistId, said.unchanged(), said.faults());
  }

  private ReportMatch match(UUID worklistId) {
    Map<String, Set<String>> names = new HashMap<>(transfers.barcodes(worklistId));
    answers.manifest(worklistId).path("labels").properties().forEach(it ->
        names.computeIfAbsent(it.getKey(), label -> new HashSet<>()).add(it.getValue().asText()));
    PlanText plan = PlanText.read(worklists.kept(worklistId).plan());
    plan.deck().forEach(it -> {
      if (it.barcode() != null) {
        names.computeIfAbsent(it.label(), label -> new HashSet<>()).add(it.barcode());
      }
    });
    return new ReportMatch(plan, transfers.of(worklistId), names);
  }

  /** By what the report says itself, else by the plates and wells that it names. */
  private UUID worklist(List<Entry> entries, String text) {
    List<UUID> named = transfers.namedIn(text);
    if (named.size() == 1) {
      return named.get(0);
    }
    Set<String> labware = entries.stream().flatMap(it -> Stream.of(it.source(), it.destination()))
        .map(it -> it.substring(0, it.lastIndexOf('/'))).collect(Collectors.toSet());
    Map<UUID, ReportMatch> fitting = new HashMap<>();
    (named.isEmpty() ? transfers.with(labware) : named).forEach(id -> {
      ReportMatch match = match(id);
      if (match.fits(entries)) {
        fitting.put(id, match);
      }
    });
    if (fitting.size() > 1) {
      fitting.values().removeIf(it -> !it.isOpen());
    }
    if (fitting.size() == 1) {
      return fitting.keySet().iterator().next();
    }
    if (fitting.isEmpty()) {
      throw Finding.of("report.no-worklist", "No worklist that a device was given has these transfers.")
          .value(String.join(", ", labware)).maybe("the plates were named otherwise in the worklist, or it was none of ours: write the"
              + " worklist's file name or id into the report's name.").refusal();
    }
    throw Finding.of("report.ambiguous", "Several worklists have these transfers.")
        .value(fitting.keySet().stream().map(id -> answers.get(id).fileName()).sorted().collect(Collectors.joining(", ")))
        .maybe("the same plan was run twice: write the worklist's file name or id into the report's name.").refusal();
  }
}
