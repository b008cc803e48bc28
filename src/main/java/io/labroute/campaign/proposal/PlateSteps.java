package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one plate: their ids are unique among all plates ({@code p1-seed}), and each comes after the one before it, unless
 * the template says otherwise. A step of the template that becomes several ({@code p1-dose-1}, {@code p1-dose-2}) is over when
 * the last of them is.
 */
final class PlateSteps {

  private final PlateMap map;
  private final String device;
  private final List<TreeNode> steps = new ArrayList<>();
  /** By id in the template, the last step that it became. */
  private final Map<String, String> lastOf = new HashMap<>();
  private @Nullable String last;

  /** @param device that pipettes */
  PlateSteps(PlateMap map, String device) {
    this.map = map;
    this.device = device;
  }

  /** Adds a step as it stands in the template. */
  void add(Fields step) {
    String id = id(step);
    TreeNode after = after(step);
    var entries = new ArrayList<Entry>();
    for (Entry entry : step.node().entries()) {
      if (entry.key().equals("id")) {
        entries.add(new Entry("id", new Scalar(map.place(), id, false)));
      } else if (!entry.key().equals("after")) {
        entries.add(entry);
      }
    }
    if (after != null) {
      entries.add(new Entry("after", after));
    }
    steps.add(new Mapping(map.place(), List.copyOf(entries)));
    done(step, id);
  }

  /** Adds what a step of the template becomes, as yet without id. */
  void add(Fields step, List<Mapping> parts) {
    TreeNode after = after(step);
    String id = id(step);
    for (int n = 0; n < parts.size(); n++) {
      id = parts.size() == 1 ? id(step) : id(step) + "-" + (n + 1);
      Mapping part = parts.get(n);
      var entries = new ArrayList<Entry>();
      entries.add(new Entry("id", new Scalar(map.place(), id, false)));
      entries.addAll(part.entries());
      if (!Fields.of(part).text("operation").equals("manual")) {
        entries.add(new Entry("device", step.node().get("device").orElse(new Scalar(map.place(), device, false))));
        step.node().get("tips").ifPresent(tips -> entries.add(new Entry("tips", tips)));
      }
      if (after != null) {
        entries.add(new Entry("after", after));
      }
      steps.add(new Mapping(map.place(), List.copyOf(entries)));
      after = new Scalar(map.place(), id, false);
    }
    done(step, id);
  }

  private void done(Fields step, String id) {
    lastOf.put(step.text("id"), id);
    last = id;
  }

  private String id(Fields step) {
    return "p" + map.number() + "-" + step.text("id");
  }

  private @Nullable TreeNode after(Fields step) {
    TreeNode after = step.node().get("after").orElse(null);
    if (after == null) {
      return last == null ? null : new Scalar(map.place(), last, false);
    }
    return after instanceof Sequence list ? new Sequence(list.place(), list.items().stream().map(this::renamed).toList()) : renamed(after);
  }

  /** The template has been checked: it names earlier steps only. */
  private TreeNode renamed(TreeNode after) {
    if (after instanceof Mapping map) {
      return new Mapping(map.place(), map.entries().stream()
          .map(entry -> entry.key().equals("step") ? new Entry("step", renamed(entry.value())) : entry).toList());
    }
    String text = Fields.scalar(after).text();
    return new Scalar(after.place(), lastOf.getOrDefault(text, text), false);
  }

  List<TreeNode> steps() {
    return steps;
  }
}
