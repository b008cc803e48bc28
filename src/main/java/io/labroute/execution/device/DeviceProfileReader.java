package io.labroute.execution.device;

import io.labroute.execution.device.DeviceProfile.Confirmation;
import io.labroute.execution.device.DeviceProfile.Delivery;
import io.labroute.execution.device.DeviceProfile.Form;
import io.labroute.execution.device.DeviceProfile.Placing;
import io.labroute.execution.device.DeviceProfile.Queue;
import io.labroute.execution.device.DeviceProfile.Source;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.ingest.format.Fields;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.WorklistPlan.Target;
import io.labroute.worklist.WorklistPlanReader;
import io.labroute.worklist.table.TableProfiles;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads profiles of devices, strictly; their form is published as {@code schemas/device-profile.schema.json}. */
final class DeviceProfileReader {

  private static final Set<String> WORDS = Set.of("worklist", "folder", "name", "fixed-name", "extension", "line-end", "encoding",
      "decimal", "placing", "mode", "owner", "group", "must-exist", "follow-links", "ready", "manifest", "loading-sheet", "queue",
      "acknowledge", "confirm");
  private static final String USUAL_NAME = "{experiment}-{step}-{sequence}";

  private final WorklistPlanReader plans;
  private final Path out;

  /** @param out the folder that holds the devices' folders unless they say otherwise */
  DeviceProfileReader(TableProfiles tables, Path out) {
    this.plans = new WorklistPlanReader(tables);
    this.out = out;
  }

  private enum LineEnd {
    CRLF,
    LF
  }

  /**
   * Reads a profile.
   *
   * @throws Refusal with line, column and pointer of the first thing that is wrong
   */
  DeviceProfile read(String device, String text) {
    Fields fields = Fields.of(YamlTree.parse(new StringReader(text)), WORDS);
    Path folder = fields.has("folder") ? Path.of(fields.text("folder")) : out.resolve(device);
    Target target = plans.target(Fields.of(fields.required("worklist")));
    var form = new Form(fields.choice("line-end", LineEnd.class, LineEnd.CRLF) == LineEnd.CRLF ? "\r\n" : "\n", charset(fields));
    FileNames names = names(fields, target);
    Queue queue = fields.choice("queue", Queue.class, names.fixed() ? Queue.UNTIL_PICKED_UP : Queue.TOGETHER);
    if (names.fixed() && queue == Queue.TOGETHER) {
      throw wrong(fields, "queue", "Files that all have one name can only come one after the other.", "until-picked-up, until-ended");
    }
    return new DeviceProfile(device, text, decimal(fields, target), form, folder, names, delivery(fields, folder), queue,
        fields.has("acknowledge") ? Acknowledgement.of(Fields.of(fields.required("acknowledge")), folder)
            : new Acknowledgement.Awaited(new Acknowledgement.Reported(), null), confirmation(fields));
  }

  private static FileNames names(Fields fields, Target target) {
    if (fields.has("name") && fields.has("fixed-name")) {
      throw wrong(fields, "fixed-name", "A profile has either a pattern or one fixed name.", "name or fixed-name");
    }
    boolean fixed = fields.has("fixed-name");
    String usual = target instanceof WorklistPlan.Tecan ? "gwl" : "csv";
    var names = new FileNames(fixed ? fields.text("fixed-name") : fields.text("name", USUAL_NAME), fixed, fields.text("extension", usual));
    Fields.at(fixed ? fields.required("fixed-name") : fields.has("name") ? fields.required("name") : fields.node(), () -> {
      names.requireUsable();
      return names;
    });
    if (fixed && names.pattern().contains("{")) {
      throw wrong(fields, "fixed-name", "A fixed name has no placeholders.", "name with placeholders");
    }
    if (!fixed && !names.tellsFilesApart()) {
      throw wrong(fields, "name", "Two worklists could get one name.", "a pattern with {sequence} or {worklist}, or fixed-name");
    }
    return names;
  }

  private static Charset charset(Fields fields) {
    return switch (fields.text("encoding", "iso-8859-1")) {
      case "iso-8859-1" -> StandardCharsets.ISO_8859_1;
      case "utf-8" -> StandardCharsets.UTF_8;
      default -> throw wrong(fields, "encoding", "Worklists are not written this way.", "iso-8859-1, utf-8");
    };
  }

  private static Target decimal(Fields fields, Target target) {
    if (!fields.has("decimal")) {
      return target;
    }
    String sign = fields.text("decimal");
    if (!(target instanceof WorklistPlan.Table) || !sign.equals(".") && !sign.equals(",")) {
      throw wrong(fields, "decimal", "The sign can only be set for tables, to a point or a comma.", ". or ,");
    }
    return DeviceProfile.withDecimalSign(target, sign.charAt(0));
  }

  private static Delivery delivery(Fields fields, Path folder) {
    return new Delivery(fields.choice("placing", Placing.class, Placing.LINK), mode(fields), fields.optional("owner"),
        fields.optional("group"), leaf(fields, "must-exist"), fields.flag("follow-links", false), leaf(fields, "ready"),
        folderOf(fields, "manifest", folder), folderOf(fields, "loading-sheet", folder));
  }

  private static @Nullable Path folderOf(Fields fields, String word, Path folder) {
    return fields.has(word) ? folder.resolve(fields.text(word)) : null;
  }

  /** A name or an ending of one, not a path. */
  private static @Nullable String leaf(Fields fields, String word) {
    String text = fields.optional(word);
    if (text != null && (text.isBlank() || text.contains("/") || text.contains("\\") || text.equals("..") || text.equals("."))) {
      throw wrong(fields, word, "This is no name of a file in the folder.", "a name without slashes");
    }
    return text;
  }

  private static @Nullable String mode(Fields fields) {
    String text = fields.optional("mode");
    if (text != null && !text.matches("([r-][w-][x-]){3}")) {
      throw wrong(fields, "mode", "These are no permissions.", "nine letters such as rw-r--r--");
    }
    return text;
  }

  private static Confirmation confirmation(Fields fields) {
    if (!fields.has("confirm")) {
      return new Confirmation(Source.END, null);
    }
    Fields confirm = Fields.of(fields.required("confirm"), Set.of("by", "within"));
    return new Confirmation(confirm.choice("by", Source.class, Source.END),
        confirm.has("within") ? Words.duration(confirm, "within") : null);
  }

  private static Refusal wrong(Fields fields, String word, String what, String allowed) {
    return Finding.of("device-profile.malformed", what).at(fields.has(word) ? fields.required(word).place() : fields.node().place())
        .value(fields.optional(word)).allowed(allowed).refusal();
  }
}
