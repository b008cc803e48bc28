package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.CampaignAnswers;
import io.labroute.campaign.iteration.IterationProgress;
import io.labroute.campaign.iteration.Iterations;
import io.labroute.campaign.iteration.ResultLine;
import io.labroute.campaign.strategy.StrategyDesk;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/campaigns/{id}")
@Tag(name = "Iterations", description = "What came out of the iterations of a campaign, and what follows")
class IterationsController {

  private final Iterations iterations;
  private final StrategyDesk strategies;
  private final CampaignAnswers campaigns;

  IterationsController(Iterations iterations, StrategyDesk strategies, CampaignAnswers campaigns) {
    this.iterations = iterations;
    this.strategies = strategies;
    this.campaigns = campaigns;
  }

  @GetMapping("/iterations/{number}")
  @Operation(summary = "How far an iteration has come, plate by plate, and what it waits for")
  IterationProgress iteration(@PathVariable String id, @PathVariable int number) {
    require(id, number);
    return iterations.progress(id, number);
  }

  @GetMapping("/iterations/{number}/results")
  @Operation(summary = "What came out, well by well: values, relative to the vehicle controls, and the mean of each proposal",
      description = "As text/csv it can be dropped in inbox/campaigns, its doses edited: its proposals are then the next iteration's.")
  List<ResultLine> results(@PathVariable String id, @PathVariable int number) {
    require(id, number);
    return iterations.results(id, number);
  }

  /** Why. */
  record Reason(@Nullable String reason) {

    private static String of(@Nullable Reason reason) {
      return reason == null || reason.reason() == null ? "" : reason.reason();
    }
  }

  @PostMapping("/iterations/{number}/close")
  @Operation(summary = "Say that no more results of an iteration will come", description = "A strategy goes on with those that have.")
  IterationProgress close(@PathVariable String id, @PathVariable int number, @RequestBody(required = false) @Nullable Reason reason) {
    require(id, number);
    return iterations.close(id, number, Reason.of(reason), Caller.NAME);
  }

  @GetMapping("/strategy")
  @Operation(summary = "What the strategy of a campaign has fitted and decided, and what it waits for")
  StrategyDesk.View strategy(@PathVariable String id) {
    requireCampaign(id);
    return strategies.view(id).orElseThrow(() -> new Missing("The plan of the campaign asks for no strategy.", id));
  }

  @PostMapping("/end")
  @Operation(summary = "End a campaign: no iteration follows", description = "Runs that are under way go on; abort them one by one.")
  JsonNode end(@PathVariable String id, @RequestBody(required = false) @Nullable Reason reason) {
    requireCampaign(id);
    iterations.end(id, Reason.of(reason), Caller.NAME);
    return campaigns.find(id).orElseThrow();
  }

  @PostMapping("/reopen")
  @Operation(summary = "Take the end of a campaign back, so that proposals can be dropped for it",
      description = "A strategy that ended it does not decide on the same iteration again.")
  JsonNode reopen(@PathVariable String id) {
    requireCampaign(id);
    iterations.reopen(id, Caller.NAME);
    return campaigns.find(id).orElseThrow();
  }

  private void requireCampaign(String id) {
    campaigns.find(id).orElseThrow(() -> new Missing("There is no such campaign.", id));
  }

  private void require(String id, int number) {
    requireCampaign(id);
    if (!iterations.numbers(id).contains(number)) {
      throw new Missing("The campaign has no such iteration of a plan with proposals.", String.valueOf(number));
    }
  }
}
