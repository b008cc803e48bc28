package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody, or a program that learns, wants to know: this compound at this dose on these cells, by this assay. */
record Proposal(String id, String cellLine, String compound, Strength dose, String assay, Place place, Place placeOfAssay) {

  private static final Set<String> WORDS = Set.of("id", "cell_line", "compound", "dose", "assay_type");

  /** All proposals of a plan; those without id are numbered as the first iteration of a loop numbers them. */
  static List<Proposal> read(List<TreeNode> nodes) {
    Map<String, @Nullable Long> lines = new HashMap<>();
    var proposals = new ArrayList<Proposal>();
    for (TreeNode node : nodes) {
      Fields fields = Fields.of(node, WORDS);
      String id = fields.has("id") ? name(fields, "id") : "prop_0_" + proposals.size();
      if (lines.containsKey(id)) {
        throw Finding.of("proposal.id-twice", "Two proposals have this id; the first is in line %s.".formatted(lines.get(id)))
            .at(node.place()).value(id).maybe("lists of two iterations were joined: give each its own ids.").refusal();
      }
      lines.put(id, node.place().line());
      proposals.add(new Proposal(id, name(fields, "cell_line"), name(fields, "compound"), Strength.dose(fields.required("dose")),
          name(fields, "assay_type"), node.place(), fields.required("assay_type").place()));
    }
    return proposals;
  }

  static String name(Fields fields, String word) {
    return Fields.at(fields.required(word), () -> LabName.of(word, fields.text(word)));
  }

  Treatment replicate(int number) {
    return new Treatment(Treatment.Role.SAMPLE, cellLine, compound, dose, id, number, place);
  }
}
