package io.labroute.web;

import io.labroute.campaign.CampaignAnswers;
import io.labroute.campaign.CampaignAnswers.Wanted;
import io.labroute.campaign.iteration.Iterations;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.strategy.StrategyDesk;
import io.labroute.platform.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** The pages of campaigns: all of them, live, and one with its iterations and experiments. */
@Controller
class CampaignPages {

  private static final int CAMPAIGNS = 100;
  private static final int EXPERIMENTS = 1_000;
  private static final int RUNS = 100;

  private final CampaignAnswers campaigns;
  private final PlanRunRepository runs;
  private final Iterations iterations;
  private final StrategyDesk strategies;
  private final JsonText json;

  CampaignPages(CampaignAnswers campaigns, PlanRunRepository runs, Iterations iterations, StrategyDesk strategies, JsonText json) {
    this.campaigns = campaigns;
    this.runs = runs;
    this.iterations = iterations;
    this.strategies = strategies;
    this.json = json;
  }

  @GetMapping("/campaigns")
  String all(Model model) {
    fill(model);
    return "campaigns";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/campaigns/now")
  String now(Model model) {
    fill(model);
    return "campaigns :: now";
  }

  @GetMapping("/campaigns/one")
  String one(@RequestParam String id, Model model) {
    Map<String, Object> campaign = json.map(campaigns.find(id).orElseThrow(() -> new Missing("There is no such campaign.", id)));
    model.addAttribute("c", campaign);
    StrategyDesk.View strategy = strategies.view(id).orElse(null);
    model.addAttribute("strategy", strategy);
    model.addAttribute("decisions", strategy == null ? List.of() : strategy.decisions().stream().map(json::map).toList());
    model.addAttribute("open", campaign.get("ended_at") == null && !iterations.numbers(id).isEmpty());
    model.addAttribute("iterations", campaigns.iterations(id).stream().map(json::map).toList());
    model.addAttribute("experiments", campaigns.experiments(id, null, 0, EXPERIMENTS).stream().map(json::map).toList());
    model.addAttribute("runs", runs.find(id, null, RUNS));
    return "campaign";
  }

  @PostMapping("/campaigns/end")
  String end(@RequestParam String id, @RequestParam String reason) {
    iterations.end(id, reason, Caller.NAME);
    return back(id);
  }

  @PostMapping("/campaigns/reopen")
  String reopen(@RequestParam String id) {
    iterations.reopen(id, Caller.NAME);
    return back(id);
  }

  private static String back(String id) {
    return "redirect:/campaigns/one?id=" + UriUtils.encode(id, StandardCharsets.UTF_8);
  }

  private void fill(Model model) {
    model.addAttribute("campaigns",
        campaigns.find(new Wanted(null, null, null), 0, CAMPAIGNS).stream().map(json::map).toList());
  }
}
