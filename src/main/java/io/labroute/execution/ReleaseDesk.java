package io.labroute.execution;

import io.labroute.execution.OrderBook.Written;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.execution.device.FileNames;
import io.labroute.execution.doorstep.Doorstep;
import io.labroute.execution.doorstep.HiddenFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.EngineProperties;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistManifest;
import io.labroute.worklist.WorklistPlan;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Where worklists are ordered: each is put on its device's doorstep once and complete, and what it moves is booked with it. */
@Service
public class ReleaseDesk {

  private static final String GENERATOR = "Labroute " + ReleaseDesk.class.getPackage().getImplementationVersion();

  private final DeviceTurns turns;
  private final DeviceProfiles profiles;
  private final OrderBook orders;
  private final Placement placement;
  private final Withdrawal withdrawal;
  private final WorklistRepository worklists;
  private final WorklistLife life;
  private final WorklistAnswers answers;
  private final EngineProperties engine;
  private final Clock clock;

  ReleaseDesk(DeviceTurns turns, DeviceProfiles profiles, OrderBook orders, Placement placement, Withdrawal withdrawal,
      WorklistRepository worklists, WorklistLife life, WorklistAnswers answers, EngineProperties engine, Clock clock) {
    this.turns = turns;
    this.profiles = profiles;
    this.orders = orders;
    this.placement = placement;
    this.withdrawal = withdrawal;
    this.worklists = worklists;
    this.life = life;
    this.answers = answers;
    this.engine = engine;
    this.clock = clock;
  }

  /**
   * Releases a worklist: writes it, books what it moves, and places it in the device's folder. A device that takes its worklists
   * one after the other has it placed later; then the answer is still placing, and says what it waits for. The same order again
   * is the same worklist. It commits several times and so must not be called in a transaction.
   *
   * @return the worklist, released or waiting for its turn
   * @throws Refusal with the first thing that is wrong; then nothing was written or booked
   */
  public ReleasedWorklist release(WorklistOrder order, String actor) {
    return release(order, () -> {}, actor);
  }

  /**
   * As {@link #release(WorklistOrder, String)}, with something that is to be on record as soon as the worklist is written, before
   * anything leaves the engine.
   *
   * @param first in a transaction of its own; what it refuses keeps the worklist back
   */
  public ReleasedWorklist release(WorklistOrder order, Runnable first, String actor) {
    DeviceProfile profile = profiles.get(order.device());
    return turns.in(order.device(), () -> {
      Optional<String> before = worklists.orderSha256(order.worklistId());
      placement.sweep(profile);
      placement.attend(order.device());
      if (before.isPresent()) {
        requireSame(order, before.get());
      } else {
        orders.requireKnown(order);
        Written written = written(order, profile);
        turns.commit(() -> {
          first.run();
          return true;
        });
        release(written, actor);
      }
      return answers.get(order.worklistId());
    });
  }

  /**
   * Puts an order on record as if it had been placed, in the caller's transaction, which has to be rolled back; nothing leaves the
   * engine.
   *
   * @throws Refusal as {@link #release}, but for what the device's folder says
   */
  public void suppose(WorklistOrder order, String actor) {
    DeviceProfile profile = profiles.get(order.device());
    worklists.orderSha256(order.worklistId());
    placement.turnOf(profile);
    orders.requireKnown(order);
    orders.add(written(order, profile), order.worklistId().toString(), HiddenFile.placing(order.worklistId()), "", null, actor);
    life.placed(order.worklistId(), actor, clock.instant());
    answers.get(order.worklistId());
  }

  /**
   * Makes all that would be released and put on record of an order, and throws it away.
   *
   * @throws Refusal as {@link #release}, but for what is on record
   */
  public void rehearse(WorklistOrder order) {
    orders.rehearse(written(order, profiles.get(order.device())));
  }

  private static void requireSame(WorklistOrder order, String sha256) {
    if (!sha256.equals(order.sha256())) {
      throw Finding.of("release.order-differs", "Another worklist was ordered under this id.").value(order.worklistId().toString())
          .maybe("the plan was changed since: a changed order has an id of its own.").refusal();
    }
  }

  private Written written(WorklistOrder order, DeviceProfile profile) {
    if (order.plan().target().getClass() != profile.target().getClass()) {
      throw Finding.of("release.other-format", "The plan was made for another kind of device.").value(kind(order.plan().target()))
          .allowed(kind(profile.target())).refusal();
    }
    Worklist worklist = FileBytes.inForm(order.plan().write(), profile.form());
    return new Written(order, profile, worklist, WorklistManifest.of(order.plan(), order.planText(), worklist, GENERATOR),
        Transfers.of(order.plan(), worklist, order.containers()));
  }

  private static String kind(WorklistPlan.Target target) {
    return target.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private void release(Written it, String actor) {
    UUID id = it.order().worklistId();
    String fileName = it.profile().names().name(new FileNames.Parts(it.order().device(), it.order().experimentId(), it.order().stepId(),
        clock.instant().atZone(engine.zone()), turns.commit(worklists::nextFileNumber), id));
    Optional<String> waits = placement.turnOf(it.profile());
    if (waits.isPresent()) {
      record(it, fileName, null, null, waits.get(), actor);
      return;
    }
    try {
      placement.place(it.profile(), id, fileName, it.worklist().bytes(), (temp, mark) -> record(it, fileName, temp, mark, null, actor),
          actor);
    } catch (Refusal refusal) {
      turns.commit(() -> {
        orders.remove(id, refusal, actor);
        return true;
      });
      new Doorstep(it.profile()).discard(HiddenFile.placing(id));
      throw refusal;
    }
  }

  private void record(Written it, String fileName, @Nullable String temp, @Nullable String mark, @Nullable String waits, String actor) {
    turns.commit(() -> {
      orders.add(it, fileName, temp, mark, waits, actor);
      return true;
    });
  }

  /**
   * Takes a worklist back that no device has yet; what it would have moved is booked back.
   *
   * @throws Refusal when it was picked up, or when its file is not there any more
   */
  public ReleasedWorklist withdraw(UUID worklistId, String actor, String reason) {
    if (reason.isBlank()) {
      throw Finding.of("worklist.reason-missing", "The reason is missing.").refusal();
    }
    String device = answers.get(worklistId).device();
    return turns.in(device, () -> {
      placement.attend(device);
      withdrawal.withdraw(worklistId, actor, reason);
      placement.attend(device);
      return answers.get(worklistId);
    });
  }
}
