package io.labroute.ingest;

import io.labroute.platform.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks into the watched folders and tells what lies there, and why it is not taken. */
@Component
public class InboxSurvey {

  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_IGNORED = 100;

  private final Lanes lanes;
  private final WallClock clock;

  InboxSurvey(Lanes lanes, WallClock clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  /**
   * What one folder holds.
   *
   * @param waiting files that are settling or being worked on; counted up to {@value #MOST_ENTRIES}
   * @param oldestSeconds how long the oldest of them has lain unchanged
   * @param ignored what is not taken, and why
   * @param problem why nothing is taken at all, or null
   */
  public record Folder(
      String kind, String path, int waiting, long oldestSeconds, List<Ignored> ignored, @Nullable String problem) {}

  /** An entry of a folder that is not taken. */
  public record Ignored(String name, String reason) {}

  public List<Folder> look() {
    return lanes.all().stream().map(this::look).toList();
  }

  private Folder look(IngestLane lane) {
    InboxFolder folder = lane.folder();
    var ignored = new ArrayList<Ignored>();
    int waiting = 0;
    Duration oldest = Duration.ZERO;
    if (!folder.isMounted()) {
      return new Folder(folder.kind(), folder.path().toString(), 0, 0, List.of(), folder.marker() == null
          ? "the folder is missing"
          : "the share is not mounted: its marker file " + folder.marker() + " is not there");
    }
    try {
      for (Path entry : entries(lane)) {
        String reason = reasonToIgnore(folder, entry);
        if (reason == null) {
          waiting++;
          oldest = longer(oldest, age(entry));
        } else if (!reason.isEmpty() && ignored.size() < MOST_IGNORED) {
          ignored.add(new Ignored(folder.path().relativize(entry).toString(), reason));
        }
      }
    } catch (IOException e) {
      return new Folder(folder.kind(), folder.path().toString(), 0, 0, List.of(),
          "the folder cannot be read: " + e.getMessage());
    }
    String problem = lane.isFailing() ? "files wait because the last attempt failed, see the log"
        : Files.isWritable(folder.path()) ? null : "the engine may not move files out of the folder";
    return new Folder(folder.kind(), folder.path().toString(), waiting, oldest.toSeconds(), ignored, problem);
  }

  /** What lies in the folder and, where the kind's files may have folders of their own, in those. */
  private static List<Path> entries(IngestLane lane) throws IOException {
    var found = new ArrayList<Path>();
    try (var entries = Files.list(lane.folder().path())) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        if (found.size() >= MOST_ENTRIES) {
          break;
        }
        if (!lane.enters(entry)) {
          found.add(entry);
          continue;
        }
        try (var inner = Files.list(entry)) {
          inner.limit(MOST_ENTRIES - found.size()).forEach(found::add);
        } catch (NoSuchFileException goneMeanwhile) {
          continue;
        }
      }
    }
    return found;
  }

  /** Null when the entry will be taken; empty when it is one of our own or hidden. */
  private static @Nullable String reasonToIgnore(InboxFolder folder, Path entry) {
    String name = entry.getFileName().toString();
    if (name.startsWith(".") || name.equals(folder.marker())) {
      return "";
    }
    if (name.indexOf('\uFFFD') >= 0) {
      return "its name cannot be read under this locale: start the engine with LC_ALL=C.UTF-8";
    }
    if (Files.isSymbolicLink(entry)) {
      return "a link is never followed: drop the file itself";
    }
    if (Files.isDirectory(entry)) {
      return "a folder is not taken here: drop the files in it";
    }
    if (!Files.isRegularFile(entry)) {
      return Files.notExists(entry) ? "" : "it is not a regular file";
    }
    if (folder.waits(name)) {
      return "its name says that it is unfinished: rename it when it is complete";
    }
    return folder.takes(name) ? null : "its name is not of those that the folder's route takes (include)";
  }

  private Duration age(Path entry) {
    try {
      long changed = FileStamp.of(entry).changedNanos();
      Instant at = Instant.ofEpochSecond(changed / 1_000_000_000L, changed % 1_000_000_000L);
      return Duration.between(at, clock.instant());
    } catch (IOException gone) {
      return Duration.ZERO;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
