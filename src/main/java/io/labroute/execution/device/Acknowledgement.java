package io.labroute.execution.device;

import io.labroute.lab.Finding;
import io.labroute.ingest.format.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a device, or its operator, shows that a worklist was picked up. */
public sealed interface Acknowledgement {

  /** The file is moved to a folder under its own name. */
  record Moved(Path folder) implements Acknowledgement {}

  /** The file's name gets an ending. */
  record Renamed(String suffix) implements Acknowledgement {}

  /** The file is deleted. */
  record Deleted() implements Acknowledgement {}

  /** The file is locked by the program that has opened it. */
  record Locked() implements Acknowledgement {}

  /**
   * Another file appears beside it.
   *
   * @param suffix what its name has more than the worklist's
   */
  record Answered(String suffix) implements Acknowledgement {}

  /** The device reports it as an event, or a person says so. */
  record Reported() implements Acknowledgement {}

  /**
   * An acknowledgement and how long it may take.
   *
   * @param within after which it is told that nothing came; null for no limit
   */
  record Awaited(Acknowledgement by, @Nullable Duration within) {}

  private static String suffix(Fields fields, String usual) {
    String suffix = fields.text("suffix", usual);
    if (suffix.isEmpty() || suffix.indexOf('/') >= 0 || suffix.indexOf('\\') >= 0) {
      throw fields.wrong("This is no ending of a file's name.", suffix);
    }
    return suffix;
  }

  /** What a profile says. */
  static Awaited of(Fields fields, Path folder) {
    String by = fields.text("by", "event");
    Acknowledgement acknowledgement = switch (by) {
      case "moved" -> new Moved(folder.resolve(Fields.of(fields.node(), Set.of("by", "within", "folder")).text("folder")));
      case "renamed" -> new Renamed(suffix(Fields.of(fields.node(), Set.of("by", "within", "suffix")), ".done"));
      case "answer" -> new Answered(suffix(Fields.of(fields.node(), Set.of("by", "within", "suffix")), ".ack"));
      default -> {
        Fields.of(fields.node(), Set.of("by", "within"));
        yield switch (by) {
          case "deleted" -> new Deleted();
          case "locked" -> new Locked();
          case "event" -> new Reported();
          default -> throw Finding.of("device-profile.malformed", "Nothing is acknowledged this way.").at(fields.required("by").place())
              .value(by).allowed("moved, renamed, deleted, locked, answer, event").refusal();
        };
      }
    };
    return new Awaited(acknowledgement, fields.has("within") ? Words.duration(fields, "within") : null);
  }
}
