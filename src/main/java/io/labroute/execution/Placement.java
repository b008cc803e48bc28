package io.labroute.execution;

import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfile.Queue;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.execution.doorstep.Doorstep;
import io.labroute.execution.doorstep.HiddenFile;
import io.labroute.execution.doorstep.Mark;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How a worklist comes onto a device's doorstep, once and complete: laid down hidden and synced, put on record, given its name,
 * put on record again. After a crash, the record and the hidden file together tell how far that had come. Everything here is
 * called in the device's turn.
 */
@Component
class Placement {

  private static final Logger log = LoggerFactory.getLogger(Placement.class);
  private static final String ENGINE = "engine";

  private final DeviceTurns turns;
  private final DeviceProfiles profiles;
  private final WorklistRepository worklists;
  private final WorklistAnswers answers;
  private final WorklistLife life;
  private final Withdrawal withdrawal;
  private final PlacementMilestones milestones;
  private final Clock clock;

  Placement(DeviceTurns turns, DeviceProfiles profiles, WorklistRepository worklists, WorklistAnswers answers, WorklistLife life,
      Withdrawal withdrawal, PlacementMilestones milestones, Clock clock) {
    this.turns = turns;
    this.profiles = profiles;
    this.worklists = worklists;
    this.answers = answers;
    this.life = life;
    this.withdrawal = withdrawal;
    this.milestones = milestones;
    this.clock = clock;
  }

  /** Puts a worklist on record with a hidden file; given its mark. */
  interface Record {
    void commit(String tempName, String mark);
  }

  /**
   * Lays a file down, puts it on record, places it.
   *
   * @throws Refusal when it cannot be placed; then nothing is left of it in the folder
   */
  void place(DeviceProfile profile, UUID worklistId, String fileName, byte[] bytes, Record record, String actor) {
    var doorstep = new Doorstep(profile);
    doorstep.requireFolder();
    doorstep.requireFree(fileName);
    String hidden = HiddenFile.placing(worklistId);
    Mark mark = doorstep.lay(hidden, bytes);
    milestones.reached(PlacementMilestone.LAID);
    try {
      record.commit(hidden, mark.text());
    } catch (Refusal refusal) {
      doorstep.discard(hidden);
      throw refusal;
    }
    milestones.reached(PlacementMilestone.RECORDED);
    giveName(doorstep, profile, worklistId, hidden, mark, fileName, actor);
  }

  private void giveName(Doorstep doorstep, DeviceProfile profile, UUID worklistId, String hidden, Mark mark, String fileName,
      String actor) {
    try {
      doorstep.place(hidden, mark, fileName, companions(profile, worklistId, fileName));
    } catch (IOException unsure) {
      throw new UncheckedIOException("Whether %s was placed is looked at again".formatted(fileName), unsure);
    }
    milestones.reached(PlacementMilestone.PLACED);
    released(worklistId, actor);
    milestones.reached(PlacementMilestone.RELEASED);
  }

  private void released(UUID worklistId, String actor) {
    turns.commit(() -> {
      life.placed(worklistId, actor, clock.instant());
      return true;
    });
  }

  private Map<Path, byte[]> companions(DeviceProfile profile, UUID worklistId, String fileName) {
    Map<Path, byte[]> companions = new LinkedHashMap<>();
    Path manifests = profile.delivery().manifestFolder();
    if (manifests != null) {
      companions.put(manifests.resolve("%s.%s.manifest.json".formatted(fileName, worklistId)),
          answers.manifestText(worklistId).getBytes(StandardCharsets.UTF_8));
    }
    Path sheets = profile.delivery().sheetFolder();
    if (sheets != null) {
      companions.put(sheets.resolve("%s.%s.sheet.txt".formatted(fileName, worklistId)),
          answers.loadingSheet(worklistId).getBytes(StandardCharsets.UTF_8));
    }
    return companions;
  }

  /** What keeps a device's next worklist waiting; empty when it may come. */
  Optional<String> turnOf(DeviceProfile profile) {
    return profile.queue() == Queue.TOGETHER ? Optional.empty() : turnOf(profile, worklists.open(profile.device()));
  }

  private static Optional<String> turnOf(DeviceProfile profile, List<DoorstepFile> before) {
    if (profile.queue() == Queue.TOGETHER) {
      return Optional.empty();
    }
    return before.stream().filter(it -> profile.queue() == Queue.UNTIL_ENDED || it.state() == WorklistState.PLACING
            || it.state() == WorklistState.RELEASED || it.state() == WorklistState.GONE).findFirst()
        .map(it -> "waits for its turn: %s is %s".formatted(it.fileName(), it.state().text().replace('_', ' ')));
  }

  /** Goes on with what a crash has cut off at a device's doorstep, then places what waits and has its turn. */
  void attend(String device) {
    List<DoorstepFile> open = worklists.open(device);
    List<DoorstepFile> placing = open.stream().filter(DoorstepFile::isBeingPlaced).toList();
    List<DoorstepFile> withdrawing = open.stream().filter(it -> it.withdrawingBy() != null).toList();
    placing.forEach(this::resume);
    withdrawing.forEach(withdrawal::resume);
    promote(device, placing.isEmpty() && withdrawing.isEmpty() ? open : worklists.open(device));
  }

  /** Deletes hidden files without a worklist that could still need them. */
  void sweep(DeviceProfile profile) {
    var doorstep = new Doorstep(profile);
    try {
      Map<String, UUID> hidden = doorstep.isVisible() ? doorstep.hiddenFiles() : Map.of();
      if (!hidden.isEmpty()) {
        List<DoorstepFile> open = worklists.open(profile.device());
        hidden.forEach((name, worklist) -> {
          boolean needed = open.stream().anyMatch(it -> it.worklistId().equals(worklist)
              && (Objects.equals(it.tempName(), name) && it.state() == WorklistState.PLACING || it.withdrawingBy() != null));
          if (!needed) {
            doorstep.discard(name);
          }
        });
      }
    } catch (IOException away) {
      log.debug("{} cannot be swept", doorstep.folder(), away);
    }
  }

  /** Goes on with a worklist at whose placing an engine ended. */
  private void resume(DoorstepFile file) {
    DeviceProfile profile = profiles.read(file.device(), file.profile());
    var doorstep = new Doorstep(profile);
    String hidden = Objects.requireNonNull(file.tempName());
    Mark mark = Mark.kept(Objects.requireNonNull(file.tempMark()));
    if (!doorstep.isVisible()) {
      return;
    }
    try {
      if (doorstep.wasNeverPlaced(hidden, mark, file.sha256())) {
        doorstep.requireFolder();
        giveName(doorstep, profile, file.worklistId(), hidden, mark, file.fileName(), ENGINE);
      } else {
        doorstep.complete(hidden, file.fileName());
        released(file.worklistId(), ENGINE);
      }
      log.info("worklist {} is placed, as was begun before the engine ended", file.worklistId());
    } catch (Refusal refusal) {
      waitBecause(file, refusal.finding().text());
    } catch (IOException | UncheckedIOException away) {
      waitBecause(file, away.toString());
    }
  }

  private void waitBecause(DoorstepFile file, String reason) {
    if (!reason.equals(file.reason())) {
      turns.commit(() -> {
        worklists.setTemp(file.worklistId(), file.tempName(), file.tempMark(), reason);
        return true;
      });
      log.warn("worklist {} waits: {}", file.worklistId(), reason);
    }
  }

  private void promote(String device, List<DoorstepFile> open) {
    Optional<DoorstepFile> next = open.stream().filter(DoorstepFile::waits).findFirst();
    if (next.isEmpty()) {
      return;
    }
    DoorstepFile file = next.get();
    DeviceProfile profile = profiles.read(device, file.profile());
    var before = open.stream().takeWhile(it -> it != file).toList();
    Optional<String> waits = turnOf(profile, before);
    if (waits.isPresent()) {
      waitBecause(file, waits.get());
      return;
    }
    try {
      place(profile, file.worklistId(), file.fileName(), worklists.bytes(file.worklistId()), (temp, mark) -> turns.commit(() -> {
        worklists.setTemp(file.worklistId(), temp, mark, null);
        return true;
      }), ENGINE);
    } catch (Refusal refusal) {
      turns.commit(() -> {
        worklists.setTemp(file.worklistId(), null, null, refusal.finding().text());
        return true;
      });
      new Doorstep(profile).discard(HiddenFile.placing(file.worklistId()));
    } catch (UncheckedIOException unsure) {
      log.warn("worklist {}: {}", file.worklistId(), unsure.getMessage(), unsure);
    }
  }
}
