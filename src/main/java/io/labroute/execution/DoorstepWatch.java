package io.labroute.execution;

import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.execution.doorstep.Doorstep;
import io.labroute.lab.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks what became of the files on devices' doorsteps. All that it knows stands in the database and in the folders. */
@Component
class DoorstepWatch {

  /** Why nothing can be said of a worklist. */
  static final String UNSEEN = "the device's folder cannot be seen: is its share mounted?";

  private static final Logger log = LoggerFactory.getLogger(DoorstepWatch.class);

  private final DeviceTurns turns;
  private final DeviceProfiles profiles;
  private final Placement placement;
  private final WorklistRepository worklists;
  private final WorklistLife life;
  private final Clock clock;

  DoorstepWatch(DeviceTurns turns, DeviceProfiles profiles, Placement placement, WorklistRepository worklists, WorklistLife life,
      Clock clock) {
    this.turns = turns;
    this.profiles = profiles;
    this.placement = placement;
    this.worklists = worklists;
    this.life = life;
    this.clock = clock;
  }

  /** The devices whose doorsteps are to be looked at. */
  List<String> devices() {
    return worklists.devicesWithFiles();
  }

  /** Looks at one device's doorstep: what was cut off goes on, what waits gets its turn, what was picked up or vanished is told. */
  void look(String device) {
    turns.in(device, () -> {
      worklists.open(device).stream().filter(it -> it.state() == WorklistState.RELEASED || it.state() == WorklistState.GONE)
          .filter(it -> it.withdrawingBy() == null).forEach(this::judge);
      placement.attend(device);
      return true;
    });
  }

  /** Deletes what crashes have left hidden in the folders of all devices. */
  void sweep() {
    var swept = new ArrayList<DeviceProfile>();
    for (String device : profiles.devices()) {
      try {
        swept.add(profiles.get(device));
      } catch (Refusal unusable) {
        log.warn("the profile of {} cannot be used: {}", device, unusable.finding().text());
      }
    }
    swept.forEach(profile -> turns.in(profile.device(), () -> {
      placement.sweep(profile);
      return true;
    }));
  }

  private void judge(DoorstepFile file) {
    DeviceProfile profile = profiles.read(file.device(), file.profile());
    var doorstep = new Doorstep(profile);
    if (!doorstep.isVisible()) {
      because(file, UNSEEN);
      return;
    }
    // First whether it is there, then whether it is acknowledged: a file that moves between the two looks is seen to be moved.
    boolean there = doorstep.isThere(file.fileName());
    if (doorstep.isAcknowledged(file.fileName())) {
      become(file, WorklistState.PICKED_UP, "device " + file.device(), null);
    } else if (!there && file.state() == WorklistState.RELEASED) {
      become(file, WorklistState.GONE, "engine", "the file vanished, and nothing says that the device has it");
      log.warn("worklist {} is gone from {}", file.fileName(), doorstep.folder());
    } else if (file.state() == WorklistState.GONE && doorstep.holds(file.fileName(), file.sha256())) {
      become(file, WorklistState.RELEASED, "engine", null);
    } else if (file.state() == WorklistState.RELEASED) {
      because(file, null);
      tellOverdue(file, profile.acknowledgement().within(), "it was not picked up");
    }
  }

  private void become(DoorstepFile file, WorklistState state, String actor, @Nullable String reason) {
    turns.commit(() -> life.become(file.worklistId(), state, actor, reason, clock.instant()));
  }

  private void because(DoorstepFile file, @Nullable String reason) {
    if (!Objects.equals(reason, file.reason()) && file.overdueSince() == null) {
      turns.commit(() -> {
        worklists.setReason(file.worklistId(), reason);
        return true;
      });
      log.info("worklist {}: {}", file.fileName(), reason == null ? "the device's folder can be seen" : reason);
    }
  }

  /** Tells of runs whose report does not come. */
  void tellLateReports() {
    worklists.unreported().forEach(file ->
        tellOverdue(file, profiles.read(file.device(), file.profile()).confirmation().within(), "its report did not come"));
  }

  private void tellOverdue(DoorstepFile file, @Nullable Duration within, String what) {
    Instant now = clock.instant();
    if (within != null && file.overdueSince() == null && file.since().plus(within).isBefore(now)) {
      String reason = "%s within %d min".formatted(what, within.toMinutes());
      turns.commit(() -> {
        worklists.setOverdue(file.worklistId(), now);
        worklists.setReason(file.worklistId(), reason);
        worklists.note(file.worklistId(), file.state(), "engine", reason);
        return true;
      });
      log.warn("worklist {} of {}: {}", file.fileName(), file.device(), reason);
    }
  }
}
