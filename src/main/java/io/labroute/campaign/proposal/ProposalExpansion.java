package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import java.util.List;

/**
 * Turns the proposals of a plan into labware and steps in the language of plans. Deterministic: the same plan, templates and seed
 * give the same result. A plan with proposals has these words beside those of any plan:
 *
 * <pre>
 * proposals:
 *   - {id: prop_0_0, cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: viability}   # id: prop_0_0, prop_0_1 …
 * stocks:                                        # labware is declared under labware; concentration and volume here or there
 *   - {compound: staurosporine, labware: Compounds, well: A1, concentration: 10 mM, volume: 180 uL}
 * cells:                                         # lines that are not here are seeded by a person
 *   - {cell_line: A549, from: Cells/A1, concentration: 1e5 cells/mL, volume: 20 mL}
 * layout:                                        # what is not here is as the assay's template has it
 *   plates: {type: 384-well plate, at: {device: Tecan_EVO, position: 0}}      # at: one place, or a list with one for each plate
 *   device: Tecan_EVO                            # that pipettes; usually where the plates stand
 *   replicates: 3
 *   controls: [{role: vehicle, wells: 16}, {role: positive, compound: staurosporine, dose: 10 uM, wells: 8}, {role: blank, wells: 8}]
 *   edge: leave-empty                            # or fill-medium, or use
 *   randomise: true
 *   seed: 4711                                   # usually made of the plan's content
 *   volume: 50 uL                                # in a well, before it is dosed
 *   vehicle: {substance: DMSO, from: Reservoir/A1, fraction: 0.5 %}
 *   medium: {substance: medium, from: Reservoir/A2}
 *   smallest: 1 uL                               # what the device can dispense, and in which increments
 *   increment: 0.1 uL
 *   tolerance: 5 %                               # of a dose, by rounding
 *   dilution: {type: 96-well plate, at: {device: Tecan_EVO, position: 4}, volume: 200 uL}
 *   assays: {viability: {exposure: 48 h}}        # parameters of the template
 * </pre>
 */
public final class ProposalExpansion {

  private final AssayTemplates templates;
  private final LabwareKinds kinds;

  public ProposalExpansion(AssayTemplates templates, LabwareKinds kinds) {
    this.templates = templates;
    this.kinds = kinds;
  }

  /**
   * What comes of the proposals.
   *
   * @param labware all labware of the plan: its own, with the contents that stocks, cells, vehicle and medium state, then the
   *     plates that are made
   * @param steps of the proposals alone, as a person would have written them, in an order in which they can be done
   * @param layout seed, and by plate and well what it is for
   * @param seed of the randomisation
   * @param warnings what is doubtful
   */
  public record Expanded(List<TreeNode> labware, List<TreeNode> steps, ObjectNode layout, long seed, List<Finding> warnings) {}

  /**
   * Lays out the proposals of a plan.
   *
   * @param plan the root of its file
   * @throws io.labroute.lab.Refusal with line, column and pointer of the first thing that is wrong
   */
  public Expanded expand(Mapping plan) {
    return new Expansion(templates, kinds, plan).expanded();
  }
}
