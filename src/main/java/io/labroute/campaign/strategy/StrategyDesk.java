package io.labroute.campaign.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.campaign.iteration.IterationProgress;
import io.labroute.campaign.iteration.Iterations;
import io.labroute.campaign.plan.NextIteration;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.strategy.DecisionRepository.Due;
import io.labroute.campaign.strategy.DecisionRepository.Undropped;
import io.labroute.ingest.format.JsonTree;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.EngineProperties;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides what follows an iteration, and drops the proposals as a file. The decision is on record before the file is written, and the file
 * says the same whenever it is written: so nothing is asked twice, whatever is killed when.
 */
@Service
public class StrategyDesk {

  private static final String WRITER = "strategy";

  private final DecisionRepository decisions;
  private final Strategies strategies;
  private final Iterations iterations;
  private final NextIteration next;
  private final PlanRepository plans;
  private final AuditRepository audit;
  private final Path inbox;
  private final AtomicBoolean cleared = new AtomicBoolean();

  StrategyDesk(DecisionRepository decisions, Strategies strategies, Iterations iterations, NextIteration next, PlanRepository plans,
      AuditRepository audit, EngineProperties engine) {
    this.decisions = decisions;
    this.strategies = strategies;
    this.iterations = iterations;
    this.next = next;
    this.plans = plans;
    this.audit = audit;
    this.inbox = engine.inbox().resolve("campaigns");
  }

  /**
   * What a strategy makes of a campaign.
   *
   * @param asked what the plan says
   * @param decisions by iteration: what was fitted, what follows, and why
   * @param waitsFor why nothing is decided just now
   */
  public record View(String campaign, JsonNode asked, List<JsonNode> decisions, List<Finding> waitsFor) {}

  /** What the strategy of a campaign has decided and waits for; none where the plan asks for no strategy, and never did. */
  public Optional<View> view(String campaign) {
    List<JsonNode> decided = decisions.decisions(campaign);
    Optional<String> asked = decisions.asked(campaign);
    if (asked.isEmpty() && decided.isEmpty()) {
      return Optional.empty();
    }
    var waits = new ArrayList<Finding>();
    List<Integer> numbers = iterations.numbers(campaign);
    if (asked.isPresent() && !numbers.isEmpty()) {
      int last = numbers.get(numbers.size() - 1);
      Optional<JsonNode> decision = decided.stream().filter(it -> it.path("iteration_number").asInt() == last).findFirst();
      decision.ifPresentOrElse(it -> waitsForFile(it, waits), () -> waits.addAll(waitsForResults(campaign, last, asked.get())));
    }
    return Optional.of(new View(campaign, asked.map(StrategyDesk::json).orElse(JsonNodeFactory.instance.nullNode()), decided, waits));
  }

  private List<Finding> waitsForResults(String campaign, int number, String asked) {
    IterationProgress progress = iterations.progress(campaign, number);
    var waits = new ArrayList<>(progress.waitsFor());
    try {
      settings(asked);
    } catch (Refusal refusal) {
      waits.add(refusal.finding());
    }
    return waits;
  }

  private static void waitsForFile(JsonNode decision, List<Finding> waits) {
    if (decision.path("file_state").asText().equals("rejected")) {
      waits.add(Finding.of("strategy.rejected", "The file of the next proposals was rejected: "
          + decision.path("file_error").asText()).value(decision.path("file_name").asText())
          .maybe("mend what it tells of and replay the file, or drop other proposals."));
    } else if (decision.path("verdict").asText().equals("propose") && decision.path("file_state").isNull()) {
      waits.add(Finding.of("strategy.file", "The file of the next proposals is on its way.")
          .value(decision.path("file_name").asText()));
    }
  }

  private static JsonNode json(String text) {
    return TreeAsJson.json(JsonTree.parse(new StringReader(text)));
  }

  private Settings settings(String asked) {
    return strategies.settings(JsonTree.parse(new StringReader(asked)));
  }

  /**
   * Decides on an iteration, unless another engine was faster.
   *
   * @throws Refusal when the strategy's file is not as it should be
   */
  @Transactional
  void decide(Due due) {
    plans.lock(due.campaignId());
    if (!decisions.due().contains(due) || !iterations.progress(due.campaignId(), due.number()).awaitsNothing()) {
      return;
    }
    Settings settings = settings(due.asked());
    var results = iterations.numbers(due.campaignId()).stream().map(number -> iterations.results(due.campaignId(), number)).toList();
    int atMost = due.atMost() == null ? settings.iterations() : due.atMost();
    Decision decision = Decision.of(DoseResponse.of(results), due.number(), atMost, settings);
    if (!decision.ends()) {
      Optional<Finding> refused = next.refused(due.campaignId(), decision.proposals());
      decision = refused.isPresent() ? decision.refused(refused.get().text()) : decision;
    }
    String actor = "strategy " + settings.name();
    decisions.keep(due, settings, decision, decision.ends() ? null : "%s.iteration-%d.json".formatted(due.campaignId(), due.number() + 1));
    audit.add(AuditEntry.of(actor, "decided",
        "iteration %d of campaign %s: %s".formatted(due.number(), due.campaignId(), decision.reason())));
    if (decision.ends()) {
      iterations.end(due.campaignId(), shortened(decision.reason()), actor);
    }
  }

  private static String shortened(String reason) {
    return reason.length() <= 500 ? reason : reason.substring(0, 499) + "…";
  }

  /** Drops a file of proposals that was decided on; whether there was one. */
  @Transactional
  boolean drop() throws IOException {
    Optional<Undropped> found = decisions.undropped();
    if (found.isEmpty()) {
      return false;
    }
    Undropped what = found.get();
    Files.createDirectories(inbox);
    if (cleared.compareAndSet(false, true)) {
      AtomicFiles.deleteLeftovers(inbox, WRITER);
    }
    AtomicFiles.write(inbox.resolve(what.fileName()), file(what).getBytes(StandardCharsets.UTF_8), WRITER);
    AtomicFiles.syncFolder(inbox);
    decisions.dropped(what);
    return true;
  }

  private static String file(Undropped what) {
    var root = JsonNodeFactory.instance.objectNode();
    root.putObject("iteration").put("campaign", what.campaignId()).put("number", what.number() + 1).set("proposals", what.proposals());
    return root.toPrettyString() + "\n";
  }
}
