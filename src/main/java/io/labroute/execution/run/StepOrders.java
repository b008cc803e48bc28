package io.labroute.execution.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.WorklistOrder;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes the order of a step's worklist, of the deck as it stands and of what is in its wells. */
@Component
class StepOrders {

  private static final long NO_CONTAINER = -1;

  private final RecordRepository records;
  private final DeviceProfiles profiles;
  private final DeckContents contents;

  StepOrders(RecordRepository records, DeviceProfiles profiles, DeckContents contents) {
    this.records = records;
    this.profiles = profiles;
    this.contents = contents;
  }

  /**
   * The order; what the plan says is in wells that were never used is on record from now on.
   *
   * @param containers by barcode; all that the step needs are there
   * @throws io.labroute.lab.Refusal with the first reason why the worklist cannot be ordered
   */
  WorklistOrder of(PlanDeck deck, Run run, PlanStep step, Map<String, Standing> containers, String actor) {
    Needs needs = needs(deck, run, step, containers);
    WorklistPlan plan = plan(step, needs, contents.onRecord(deck, needs.deck(), needs.containers(), actor, run.fileId()));
    String name = "%s %s %d".formatted(run.experimentId(), step.stepId(), records.withdrawn(run.experimentId(), step.stepId()));
    return new WorklistOrder(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), run.experimentId(), step.stepId(),
        String.valueOf(step.device()), "%s, %s".formatted(run.experimentId(), step.stepId()), plan, text(run, step, needs.deck()),
        needs.containers(), null);
  }

  /** Writes the worklist and throws it away; nothing goes on record. */
  void tried(PlanDeck deck, Run run, PlanStep step, Map<String, Standing> containers) {
    Needs needs = needs(deck, run, step, containers);
    plan(step, needs, contents.supposed(deck, needs.deck(), needs.containers())).write();
  }

  /** An order of labware that stands nowhere and is in no container; nothing goes on record. */
  WorklistOrder rehearsed(PlanDeck deck, PlanStep step) {
    List<Step> moves = deck.moves(step);
    Map<String, Long> none = PlanDeck.labels(moves).stream().collect(Collectors.toMap(label -> label, label -> NO_CONTAINER));
    var needs = new Needs(moves, deck.only(none.keySet()), none);
    return new WorklistOrder(UUID.randomUUID(), "rehearsal", step.stepId(), String.valueOf(step.device()), "rehearsal",
        plan(step, needs, contents.supposed(deck, needs.deck(), Map.of())), "", none, null);
  }

  private record Needs(List<Step> moves, Deck deck, Map<String, Long> containers) {}

  private static Needs needs(PlanDeck deck, Run run, PlanStep step, Map<String, Standing> containers) {
    List<Step> moves = deck.moves(step);
    Set<String> labels = PlanDeck.labels(moves);
    Map<String, Long> ids = new TreeMap<>();
    labels.forEach(label -> ids.put(label, containers.get(run.barcodes().get(label)).containerId()));
    return new Needs(moves, deck.only(labels), ids);
  }

  private WorklistPlan plan(PlanStep step, Needs needs, Ledger before) {
    return new WorklistPlan(TipWords.target(profiles.get(String.valueOf(step.device())), step.tips()), needs.deck(), before,
        needs.moves());
  }

  /** What the file follows from, in one canonical text. */
  private static String text(Run run, PlanStep step, Deck deck) {
    var text = JsonNodeFactory.instance.objectNode();
    text.put("campaign", run.campaignId()).put("revision", run.revision()).put("experiment", run.experimentId())
        .put("step", step.stepId()).put("device", step.device());
    var labware = text.putArray("labware");
    deck.all().forEach(piece -> labware.addObject().put("label", piece.label()).put("barcode", piece.barcode()));
    text.set("liquid", TreeAsJson.json(Objects.requireNonNull(step.liquid())));
    if (step.tips() != null) {
      text.set("tips", TreeAsJson.json(step.tips()));
    }
    return text.toString();
  }
}
