package io.labroute.execution.run;

import io.labroute.execution.device.DeviceProfile;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.worklist.WorklistPlan.Target;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code tips: {system: diti, reuse: none}}: what a step asks of the tips, beyond its device's profile. */
final class TipWords {

  private TipWords() {}

  private enum Reuse {
    NONE, ALL
  }

  /** What is written for a step. */
  static Target target(DeviceProfile profile, @Nullable Mapping tips) {
    if (tips == null) {
      return profile.target();
    }
    Fields words = Fields.of(tips, Set.of("system", "reuse", "wash"));
    TipSystem system = words.has("system") ? Fields.choice(words.required("system"), TipSystem.class) : null;
    TipChange change = words.has("wash") ? Fields.choice(words.required("wash"), TipChange.class) : null;
    if (words.has("reuse")) {
      Reuse reuse = Fields.choice(words.required("reuse"), Reuse.class);
      if (change != null) {
        throw Finding.of("campaign.tips", "Either what becomes of tips is named, or how they are washed.").at(tips.place()).refusal();
      }
      change = reuse == Reuse.ALL ? TipChange.REUSE : TipChange.SCHEME_1;
    }
    TipChange wanted = change;
    return Fields.at(tips, () -> profile.target(system, wanted));
  }
}
