package io.labroute.simulation;

import io.labroute.execution.ReleasedWorklist;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistState;
import io.labroute.execution.device.Acknowledgement;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import io.labroute.tracking.events.DeviceEvent.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Liquid handlers at work on what lies on their doorsteps, one worklist after the other, acknowledged as their profiles say. */
@Component
@Profile(LabNature.PROFILE)
class LiquidHandlers {

  private static final Logger log = LoggerFactory.getLogger(LiquidHandlers.class);
  private static final Set<WorklistState> OPEN = Set.of(WorklistState.RELEASED, WorklistState.PICKED_UP, WorklistState.STARTED);
  private static final int LATEST = 100;
  private static final Duration SETTING_UP = Duration.ofSeconds(30);
  private static final Duration TRANSFER = Duration.ofSeconds(2);

  private final DeviceProfiles profiles;
  private final WorklistAnswers worklists;
  private final Conduct conduct;
  private final RunAccounts accounts;
  private final Outbox outbox;

  LiquidHandlers(DeviceProfiles profiles, WorklistAnswers worklists, Conduct conduct, RunAccounts accounts, Outbox outbox) {
    this.profiles = profiles;
    this.worklists = worklists;
    this.conduct = conduct;
    this.accounts = accounts;
    this.outbox = outbox;
  }

  /** Does what is to be done by now; tells when the next of it is, null when nothing is. */
  @Nullable Instant go(Instant now) {
    Instant next = null;
    for (String device : profiles.devices()) {
      try {
        next = Times.earlier(next, go(profiles.get(device), now));
      } catch (Refusal unusable) {
        if (outbox.isFirst(unusable.finding().text())) {
          log.warn("the simulated {} does nothing: {}", device, unusable.finding().text());
        }
      }
    }
    return next;
  }

  private @Nullable Instant go(DeviceProfile profile, Instant now) {
    List<ReleasedWorklist> latest =
        new ArrayList<>(worklists.find(new WorklistAnswers.Wanted(null, profile.device(), null), LATEST));
    Collections.reverse(latest);
    Instant free = latest.stream().map(ReleasedWorklist::finishedAt).filter(it -> it != null).max(Instant::compareTo).orElse(Instant.MIN);
    Instant next = null;
    for (ReleasedWorklist worklist : latest) {
      if (OPEN.contains(worklist.state()) && worklist.releasedAt() != null) {
        Course course = course(worklist, worklist.releasedAt(), free);
        work(profile, worklist, course, now);
        free = course.end();
        next = Times.earlier(next, course.next(now));
      }
    }
    return next;
  }

  private Course course(ReleasedWorklist worklist, Instant released, Instant free) {
    String thing = worklist.worklistId().toString();
    Instant seen = conduct.reaction(released, thing);
    Instant start = worklist.startedAt() != null ? worklist.startedAt() : seen.isBefore(free) ? free : seen;
    Course.Failure failure = conduct.failure(conduct.failures().worklist(), thing, "the run was aborted");
    Duration whole = conduct.varied(SETTING_UP.plus(TRANSFER.multipliedBy(worklist.transfers().all())), thing);
    Duration time = failure == null ? whole : SETTING_UP.plus(conduct.share(whole, thing, "aborted after"));
    return Course.of(start, time, conduct.lateness(thing), failure);
  }

  private void work(DeviceProfile profile, ReleasedWorklist worklist, Course course, Instant now) {
    if (now.isBefore(course.start())) {
      return;
    }
    if (worklist.state() == WorklistState.RELEASED) {
      pickUp(profile, worklist, course.start());
    }
    outbox.tell(event(Kind.STARTED, worklist, course.start()).with("fct", "worklist"));
    if (now.isBefore(course.toldAt())) {
      return;
    }
    outbox.tell(course.failure() == null ? event(Kind.FINISHED, worklist, course.end())
        : event(Kind.FAILED, worklist, course.end()).with("message", course.failure().why()));
    outbox.tell(course.downtime(worklist.worklistId().toString(), worklist.device()));
    if (profile.confirmation().by() == DeviceProfile.Source.REPORT) {
      outbox.isUnderWay("run-reports", worklist.fileName() + ".report.csv",
          () -> accounts.text(profile, worklist, course.failure() != null));
    }
  }

  private void pickUp(DeviceProfile profile, ReleasedWorklist worklist, Instant at) {
    Acknowledgement by = profile.acknowledgement().by();
    Path file = profile.folder().resolve(worklist.fileName());
    try {
      if (by instanceof Acknowledgement.Reported) {
        outbox.tell(event(Kind.WORKLIST_PICKED_UP, worklist, at));
      } else if (!Files.exists(file)) {
        return;
      } else if (by instanceof Acknowledgement.Moved moved) {
        Files.move(file, Files.createDirectories(moved.folder()).resolve(worklist.fileName()), StandardCopyOption.ATOMIC_MOVE);
      } else if (by instanceof Acknowledgement.Renamed renamed) {
        Files.move(file, file.resolveSibling(worklist.fileName() + renamed.suffix()), StandardCopyOption.ATOMIC_MOVE);
      } else if (by instanceof Acknowledgement.Answered answered) {
        Path answer = file.resolveSibling(worklist.fileName() + answered.suffix());
        if (!Files.exists(answer)) {
          Files.createFile(answer);
        }
      } else if (by instanceof Acknowledgement.Deleted) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Report event(Kind kind, ReleasedWorklist worklist, Instant at) {
    return Report.of(kind, worklist.worklistId().toString(), worklist.device(), at).with("worklist", worklist.fileName())
        .with("run", worklist.worklistId().toString()).with("experiment_id", worklist.experimentId());
  }
}
