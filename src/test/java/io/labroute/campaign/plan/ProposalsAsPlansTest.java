package io.labroute.campaign.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labroute.campaign.proposal.AssayTemplates;
import io.labroute.campaign.proposal.ProposalExpansion;
import io.labroute.campaign.proposal.ProposalExpansion.Expanded;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.LabwareReader;
import io.labroute.worklist.LabwareTypes;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.StepReader;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.tecan.TecanProfile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of proposals has to pass as if a person had written it: by the reader of plans, and by a liquid handler's planner. */
class ProposalsAsPlansTest {

  private final List<Finding> faults = new ArrayList<>();
  private final LabwareReader labware;

  ProposalsAsPlansTest() throws IOException {
    labware = new LabwareReader(LabwareTypes.read(LabwareTypes.FILE));
  }

  private Expanded expanded(Mapping root) throws IOException {
    return new ProposalExpansion(AssayTemplates.read(AssayTemplates.FOLDER), declared -> labware.read(Fields.of(declared), null))
        .expand(root);
  }

  private CampaignPlan plan(Mapping root, Expanded expanded) throws IOException {
    CampaignPlan plan = new PlanReader(Operations.read(Operations.FILE), faults::add)
        .read(root, expanded.labware(), expanded.steps(), expanded.layout());
    assertThat(faults).isEmpty();
    return plan;
  }

  private static Mapping sample() throws IOException {
    return (Mapping) YamlTree.parse(new StringReader(Files.readString(Path.of("samples", "campaigns", "dose-response.yaml"))));
  }

  @Test
  void theSampleBecomesAPlanWhoseWorklistsATecanCanFollow() throws IOException {
    Mapping root = sample();
    Expanded expanded = expanded(root);
    CampaignPlan plan = plan(root, expanded);
    assertThat(plan.layout()).isEqualTo(expanded.layout());

    Map<Spot, Contents> account = followed(expanded.labware(), plan.steps());

    expanded.layout().get("plates").get("P1").get("wells").properties().forEach(well -> {
      if (well.getValue().path("role").asText().equals("sample") && well.getValue().get("cell_line").asText().equals("A375")) {
        Contents contents = account.get(new Spot("P1", WellAddress.parse(well.getKey())));
        assertThat(contents.volume()).isEqualByComparingTo(Volume.parse("110 uL"));
        String compound = well.getValue().get("compound").asText();
        double asked = Concentration.parse(well.getValue().get("dose").asText()).base();
        Concentration reached = contents.concentration(compound);
        assertThat(reached == null ? 0 : reached.base()).isCloseTo(asked, within(0.05 * asked));
      }
    });
    assertThat(expanded.warnings()).extracting(Finding::code).containsExactly("proposal.cells-by-hand");
  }

  @ParameterizedTest
  @ValueSource(strings = {"viability", "reporter", "imaging"})
  void everyAssayThatComesWithTheProductIsMadeOfDeclaredOperations(String assay) throws IOException {
    String text = Files.readString(Path.of("samples", "campaigns", "dose-response.yaml"))
        .replace("assay_type: viability", "assay_type: " + assay);
    var root = (Mapping) YamlTree.parse(new StringReader(text));
    Expanded expanded = expanded(root);

    CampaignPlan plan = plan(root, expanded);

    assertThat(plan.steps()).hasSameSizeAs(expanded.steps());
    followed(expanded.labware(), plan.steps());
  }

  /** Writes a worklist for each step that moves liquid, on what the one before leaves in the wells. */
  private Map<Spot, Contents> followed(List<TreeNode> pieces, List<PlanStep> steps) {
    var deck = new Deck(pieces.stream().map(piece -> labware.read(Fields.of(piece), null)).toList());
    Map<Spot, Contents> account = new HashMap<>();
    deck.all().forEach(piece -> piece.wells().forEach(well -> account.put(deck.pool(new Spot(piece.label(), well)), Contents.EMPTY)));
    pieces.forEach(piece -> LabwareReader.contents(Fields.of(piece), deck, account));
    int written = 0;
    for (PlanStep step : steps) {
      if (step.liquid() != null) {
        var moves = new ArrayList<Step>();
        StepReader.read(Fields.of(step.liquid()), deck, moves);
        var target = new WorklistPlan.Tecan(new TecanProfile(TecanProfile.Dialect.EVO, TecanProfile.TipSystem.DITI,
            TecanProfile.TipChange.SCHEME_1, Volume.ofMicrolitres("950"), true, true, false, null, null, false));
        Worklist worklist = new WorklistPlan(target, deck, new Ledger(deck, account), moves).write();
        account.putAll(worklist.after().wells());
        written++;
      }
    }
    assertThat(written).isGreaterThan(5);
    return account;
  }
}
