package io.labroute.execution;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The states of worklists: only those that may follow, each on record, with what follows for transfers and wells. */
@Service
public class WorklistLife {

  private final WorklistRepository worklists;
  private final TransferOutcomes outcomes;
  private final DeviceProfiles profiles;
  private final AuditRepository audit;
  private final JsonText json;

  WorklistLife(WorklistRepository worklists, TransferOutcomes outcomes, DeviceProfiles profiles, AuditRepository audit, JsonText json) {
    this.worklists = worklists;
    this.outcomes = outcomes;
    this.profiles = profiles;
    this.audit = audit;
    this.json = json;
  }

  /**
   * Gives a worklist a state, in the caller's transaction where there is one.
   *
   * @param at when it came to it, as the teller says
   * @return false when it was in that state already
   * @throws Refusal {@code worklist.unknown}, {@code worklist.state} when the state cannot follow
   */
  @Transactional(noRollbackFor = Refusal.class)
  public boolean become(UUID worklistId, WorklistState state, String actor, @Nullable String reason, Instant at) {
    DoorstepFile file = hold(worklistId);
    if (file.state() == state) {
      return false;
    }
    if (file.isBeingPlaced() && WorklistState.RELEASED.next().contains(state) && state != WorklistState.WITHDRAWN) {
      become(worklistId, WorklistState.RELEASED, actor, "the device was faster than the record", at);
      return become(worklistId, state, actor, reason, at);
    }
    if (!file.state().next().contains(state)) {
      throw Finding.of("worklist.state", "A worklist that is %s cannot become %s.".formatted(told(file.state()), told(state)))
          .value(worklistId.toString()).allowed(file.state().next().stream().map(WorklistLife::told).sorted().toList().toString())
          .refusal();
    }
    DeviceProfile profile = profiles.read(file.device(), file.profile());
    worklists.setState(worklistId, state, actor, reason, at);
    switch (state) {
      case RELEASED -> outcomes.release(worklistId, actor);
      case WITHDRAWN -> outcomes.takeBack(worklistId, actor);
      case FINISHED -> finish(worklistId, profile, actor);
      case FAILED -> outcomes.settleRest(worklistId, TransferOutcome.UNKNOWN, "the run failed", actor);
      default -> { }
    }
    Map<String, Object> detail = new HashMap<>(Map.of("state", state.text()));
    if (reason != null) {
      detail.put("reason", reason);
    }
    audit.add(new AuditEntry(actor, state.text(), "worklist " + worklistId, null, json.of(detail)));
    return true;
  }

  /** Says that a worklist has come to its place, in the caller's transaction; the device may have said more already. */
  void placed(UUID worklistId, String actor, Instant at) {
    if (hold(worklistId).isBeingPlaced()) {
      become(worklistId, WorklistState.RELEASED, actor, null, at);
    }
  }

  private void finish(UUID worklistId, DeviceProfile profile, String actor) {
    if (profile.confirmation().by() == DeviceProfile.Source.END) {
      outcomes.settleRest(worklistId, TransferOutcome.DONE, null, actor);
      outcomes.conclude(worklistId, WorklistState.FINISHED, actor);
    }
  }

  private DoorstepFile hold(UUID worklistId) {
    return worklists.hold(worklistId).orElseThrow(() -> unknown(worklistId));
  }

  static Refusal unknown(UUID worklistId) {
    return Finding.of("worklist.unknown", "There is no such worklist.").value(worklistId.toString()).refusal();
  }

  private static String told(WorklistState state) {
    return state.text().replace('_', ' ');
  }
}
