package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.CampaignAnswers;
import io.labroute.campaign.CampaignAnswers.Found;
import io.labroute.campaign.CampaignAnswers.Statistics;
import io.labroute.campaign.CampaignAnswers.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Campaigns", description = "Campaigns, their iterations and experiments; words, references and numbers")
class CampaignsController {

  private final CampaignAnswers campaigns;

  CampaignsController(CampaignAnswers campaigns) {
    this.campaigns = campaigns;
  }

  @GetMapping("/campaigns")
  @Operation(summary = "Campaigns with their counts, progress and best results, the latest start first")
  List<JsonNode> campaigns(@RequestParam(required = false) @Nullable String type,
      @Parameter(description = "planned, running, interrupted, completed, failed or cancelled")
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String goal,
      @RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "100") int limit) {
    return campaigns.find(new Wanted(type, status, goal), offset, limit);
  }

  @GetMapping("/campaigns/{id}")
  @Operation(summary = "One campaign: status and what it rests on, start and end, progress, best result")
  JsonNode campaign(@PathVariable String id) {
    return campaigns.find(id).orElseThrow(() -> missing(id));
  }

  @GetMapping("/campaigns/{id}/statistics")
  @Operation(summary = "A campaign in numbers")
  Statistics statistics(@PathVariable String id) {
    return campaigns.statistics(id).orElseThrow(() -> missing(id));
  }

  @GetMapping("/campaigns/{id}/iterations")
  @Operation(summary = "The iterations of a campaign by their number")
  List<JsonNode> iterations(@PathVariable String id) {
    campaign(id);
    return campaigns.iterations(id);
  }

  @GetMapping("/campaigns/{id}/experiments")
  @Operation(summary = "The experiments of a campaign and what came out, in their order")
  List<JsonNode> experiments(@PathVariable String id, @RequestParam(required = false) @Nullable Integer iteration,
      @RequestParam(defaultValue = "0") int offset, @RequestParam(defaultValue = "1000") int limit) {
    campaign(id);
    return campaigns.experiments(id, iteration, offset, limit);
  }

  @GetMapping("/campaigns/{id}/statements")
  @Operation(summary = "What each file of a campaign states, all versions")
  List<JsonNode> statements(@PathVariable String id) {
    campaign(id);
    return campaigns.statements(id);
  }

  @GetMapping("/experiments/{id}")
  @Operation(summary = "An experiment, with the campaigns it belongs to")
  JsonNode experiment(@PathVariable String id) {
    return campaigns.experiment(id).orElseThrow(() -> new Missing("There is no such experiment.", id));
  }

  @GetMapping("/references")
  @Operation(summary = "What files and people refer to, and whether it is known")
  List<JsonNode> references(@Parameter(description = "found, found later or missing") @RequestParam(required = false)
      @Nullable String state, @RequestParam(defaultValue = "1000") int limit) {
    return campaigns.references(state, limit);
  }

  @GetMapping("/search")
  @Operation(summary = "What has all of these words among its names, notes and parameters, the best match first",
      description = "A minus before a word excludes it, quotes keep words together, or means either.")
  List<Found> search(@RequestParam("q") String words, @RequestParam(defaultValue = "50") int limit) {
    return campaigns.search(words, limit);
  }

  @GetMapping("/statistics")
  @Operation(summary = "How much there is of what is current")
  Map<String, Long> numbers() {
    return campaigns.numbers();
  }

  private static Missing missing(String id) {
    return new Missing("There is no such campaign.", id);
  }
}
