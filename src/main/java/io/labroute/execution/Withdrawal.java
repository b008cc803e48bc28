package io.labroute.execution;

import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.execution.doorstep.Doorstep;
import io.labroute.execution.doorstep.HiddenFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes worklists back: the intention on record, the file out of the device's sight, the withdrawal on record. Called in the
 * device's turn.
 */
@Component
class Withdrawal {

  private final DeviceTurns turns;
  private final DeviceProfiles profiles;
  private final WorklistRepository worklists;
  private final WorklistLife life;
  private final Clock clock;

  Withdrawal(DeviceTurns turns, DeviceProfiles profiles, WorklistRepository worklists, WorklistLife life, Clock clock) {
    this.turns = turns;
    this.profiles = profiles;
    this.worklists = worklists;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Withdraws a worklist.
   *
   * @throws Refusal when it was picked up, or when its file is not there
   */
  void withdraw(UUID worklistId, String actor, String reason) {
    DoorstepFile file = worklists.file(worklistId).orElseThrow(() -> WorklistLife.unknown(worklistId));
    if (file.state() == WorklistState.RELEASED) {
      DeviceProfile profile = profiles.read(file.device(), file.profile());
      requireNotPickedUp(file, new Doorstep(profile));
      turns.commit(() -> {
        worklists.setWithdrawing(worklistId, actor, reason);
        return true;
      });
      takeBack(file, new Doorstep(profile), actor, reason);
    } else if (file.isBeingPlaced()) {
      throw Finding.of("worklist.being-placed", "The worklist is just being placed.").value(worklistId.toString())
          .maybe("the device's folder cannot be reached: %s".formatted(file.reason())).refusal();
    } else {
      turns.commit(() -> life.become(worklistId, WorklistState.WITHDRAWN, actor, reason, clock.instant()));
    }
  }

  private void requireNotPickedUp(DoorstepFile file, Doorstep doorstep) {
    doorstep.requireFolder();
    if (doorstep.isAcknowledged(file.fileName())) {
      turns.commit(() -> life.become(file.worklistId(), WorklistState.PICKED_UP, "device " + file.device(), null, clock.instant()));
      throw Finding.of("worklist.picked-up", "The device has picked the worklist up.").value(file.fileName()).refusal();
    }
  }

  private void takeBack(DoorstepFile file, Doorstep doorstep, String actor, String reason) {
    String hidden = HiddenFile.withdrawn(file.worklistId());
    try {
      if (doorstep.takeBack(file.fileName(), hidden, file.sha256())) {
        turns.commit(() -> life.become(file.worklistId(), WorklistState.WITHDRAWN, actor, reason, clock.instant()));
        doorstep.discard(hidden);
        return;
      }
      throw Finding.of("worklist.not-there", "The file is not in the device's folder any more.").value(file.fileName())
          .maybe("the device has just taken it; if it is lost, withdraw the worklist when it is told to be gone.").refusal();
    } catch (IOException | Refusal e) {
      turns.commit(() -> {
        worklists.setWithdrawing(file.worklistId(), null, null);
        return true;
      });
      throw e instanceof Refusal refusal ? refusal : Finding.of("worklist.not-taken-back", "The file cannot be taken back: " + e)
          .value(file.fileName()).refusal();
    }
  }

  /** Goes on with a withdrawal at which an engine ended. */
  void resume(DoorstepFile file) {
    var doorstep = new Doorstep(profiles.read(file.device(), file.profile()));
    if (doorstep.isVisible()) {
      try {
        takeBack(file, doorstep, Objects.requireNonNull(file.withdrawingBy()), Objects.requireNonNull(file.withdrawingWhy()));
      } catch (Refusal taken) {
        // The device was faster; the record says so again, and what became of the file is seen by the next look.
      }
    }
  }
}
