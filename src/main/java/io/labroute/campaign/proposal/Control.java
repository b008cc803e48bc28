package io.labroute.campaign.proposal;

import io.labroute.campaign.proposal.Treatment.Role;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Wells of each plate that others are compared with. */
record Control(Role role, @Nullable String compound, @Nullable Strength dose, int wells, Place place) {

  private static final Set<String> WORDS = Set.of("role", "compound", "dose", "wells");

  static Control read(TreeNode node) {
    Fields fields = Fields.of(node, WORDS);
    Role role = Fields.choice(fields.required("role"), Role.class);
    if (role == Role.SAMPLE) {
      throw Finding.of("proposal.control-role", "This is no control.").at(fields.required("role").place()).value("sample")
          .allowed("vehicle, positive, negative, blank").refusal();
    }
    boolean dosed = role == Role.POSITIVE || role == Role.NEGATIVE;
    if (dosed != fields.has("compound") || dosed != fields.has("dose")) {
      throw Finding.of("proposal.control-compound", dosed ? "This control needs a compound and its dose."
          : "This control has neither compound nor dose.").at(node.place()).value(role.toString()).refusal();
    }
    fields.required("wells");
    return new Control(role, dosed ? Proposal.name(fields, "compound") : null, dosed ? Strength.dose(fields.required("dose")) : null,
        fields.number("wells", 0, 0, 1536), node.place());
  }

  Treatment treatment(@Nullable String cellLine, int replicate) {
    return new Treatment(role, role == Role.BLANK ? null : cellLine, compound, dose, null, replicate, place);
  }
}
