package io.labroute.execution;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.execution.TransferOutcomes.Settled;
import io.labroute.lab.Finding;
import io.labroute.platform.JsonText;
import io.labroute.worklist.Deck;
import io.labroute.worklist.WorklistPlan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do about runs: say what became of them, decide what nobody knows, and have the remainder done. */
@Service
public class OutcomeDesk {

  private static final Set<WorklistState> SAYABLE =
      Set.of(WorklistState.PICKED_UP, WorklistState.STARTED, WorklistState.FINISHED, WorklistState.FAILED);

  private final ReleaseDesk desk;
  private final WorklistRepository worklists;
  private final WorklistAnswers answers;
  private final WorklistLife life;
  private final TransferOutcomes outcomes;
  private final TransferRepository transfers;
  private final WellSnapshot snapshot;
  private final AuditRepository audit;
  private final JsonText json;
  private final Clock clock;

  OutcomeDesk(ReleaseDesk desk, WorklistRepository worklists, WorklistAnswers answers, WorklistLife life, TransferOutcomes outcomes,
      TransferRepository transfers, WellSnapshot snapshot, AuditRepository audit, JsonText json, Clock clock) {
    this.desk = desk;
    this.worklists = worklists;
    this.answers = answers;
    this.life = life;
    this.outcomes = outcomes;
    this.transfers = transfers;
    this.snapshot = snapshot;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /** What is left of a worklist whose run has ended, by what is known of its transfers. */
  public record Remainder(List<WorklistTransfer> done, List<WorklistTransfer> undone, List<WorklistTransfer> unknown) {}

  /**
   * A person says what became of a worklist.
   *
   * @param state picked up, started, finished or failed
   */
  @Transactional
  public ReleasedWorklist acknowledge(UUID worklistId, WorklistState state, String actor, @Nullable String reason) {
    if (!SAYABLE.contains(state)) {
      throw Finding.of("worklist.acknowledgement", "This cannot be said of a worklist.").value(state.text())
          .allowed("picked_up, started, finished, failed").refusal();
    }
    life.become(worklistId, state, actor, reason, clock.instant());
    return answers.get(worklistId);
  }

  /** The transfers of a worklist by what became of them. */
  public Remainder remainder(UUID worklistId) {
    boolean hasEnded = answers.get(worklistId).state().hasEnded();
    var remainder = new Remainder(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    transfers.of(worklistId).forEach(it -> {
      switch (it.outcome()) {
        case DONE -> remainder.done().add(it);
        case UNDONE -> remainder.undone().add(it);
        case UNKNOWN -> remainder.unknown().add(it);
        case PLANNED -> {
          if (hasEnded) {
            remainder.unknown().add(it);
          }
        }
      }
    });
    return remainder;
  }

  /**
   * Decides transfers of which nobody knows whether they were done.
   *
   * @param numbers of the transfers; none for all that are unknown
   * @throws io.labroute.lab.Refusal {@code transfer.known} when it is known of one, {@code transfer.running} before the run ended
   */
  @Transactional
  public ReleasedWorklist decide(UUID worklistId, Collection<Integer> numbers, TransferOutcome outcome, String actor) {
    DoorstepFile file = worklists.hold(worklistId).orElseThrow(() -> WorklistLife.unknown(worklistId));
    if (outcome != TransferOutcome.DONE && outcome != TransferOutcome.UNDONE) {
      throw Finding.of("transfer.outcome", "This is no decision.").value(outcome.text()).allowed("done, undone").refusal();
    }
    if (file.state() != WorklistState.FINISHED && file.state() != WorklistState.FAILED) {
      throw Finding.of("transfer.running", "The run has not ended yet.").value(file.state().text())
          .maybe("it has, and nobody said so: say that the worklist failed or finished.").refusal();
    }
    List<Integer> unknown = remainder(worklistId).unknown().stream().map(WorklistTransfer::number).toList();
    numbers.stream().filter(number -> !unknown.contains(number)).findFirst().ifPresent(number -> {
      throw Finding.of("transfer.known", "There is no transfer of this number of which nobody knows.").value(String.valueOf(number))
          .refusal();
    });
    List<Integer> decided = numbers.isEmpty() ? unknown : List.copyOf(numbers);
    outcomes.settle(worklistId, decided.stream().map(number -> new Settled(number, outcome, null, "decided by " + actor, null)).toList(),
        actor, null);
    outcomes.conclude(worklistId, file.state(), actor);
    audit.add(new AuditEntry(actor, "decided", "worklist " + worklistId, null,
        json.of(Map.of("outcome", outcome.text(), "transfers", decided))));
    return answers.get(worklistId);
  }

  /**
   * Releases a worklist of the undone transfers of another. Asked for again, it is the same worklist, unless that was withdrawn.
   *
   * @throws io.labroute.lab.Refusal {@code remainder.unknown-open} while nobody knows of some, {@code remainder.nothing} when all
   *     are done, {@code transfer.running} before the run ended
   */
  public ReleasedWorklist releaseRemainder(UUID worklistId, String actor) {
    ReleasedWorklist whole = answers.get(worklistId);
    if (whole.remainder() != null) {
      return answers.get(whole.remainder());
    }
    if (whole.state() != WorklistState.FINISHED && whole.state() != WorklistState.FAILED) {
      throw Finding.of("transfer.running", "The run has not ended yet.").value(whole.state().text()).refusal();
    }
    Remainder remainder = remainder(worklistId);
    if (!remainder.unknown().isEmpty()) {
      throw Finding.of("remainder.unknown-open", "Of some transfers nobody knows whether they were done.")
          .value(remainder.unknown().size() + " transfers").maybe("a report is still to come, or a person has to decide.").refusal();
    }
    if (remainder.undone().isEmpty()) {
      throw Finding.of("remainder.nothing", "All transfers are done.").refusal();
    }
    return desk.release(order(whole), actor);
  }

  private WorklistOrder order(ReleasedWorklist whole) {
    var kept = worklists.kept(whole.worklistId());
    PlanText text = PlanText.read(kept.plan());
    WorklistPlan plan = text.plan(snapshot.of(new Deck(text.deck()), kept.containers()),
        RemainderSteps.of(text, transfers.of(whole.worklistId())));
    String name = whole.worklistId() + " remainder " + worklists.remainders(whole.worklistId());
    return new WorklistOrder(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), kept.experimentId(), kept.stepId(),
        kept.device(), kept.remark(), plan, PlanText.of(plan), kept.containers(), whole.worklistId());
  }
}
