package io.labroute.web;

import io.labroute.campaign.CampaignAnswers;
import io.labroute.campaign.CampaignAnswers.Wanted;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.platform.JsonText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of campaigns: all of them, live, and one with its iterations and experiments. */
@Controller
class CampaignPages {

  private static final int CAMPAIGNS = 100;
  private static final int EXPERIMENTS = 1_000;
  private static final int RUNS = 100;

  private final CampaignAnswers campaigns;
  private final PlanRunRepository runs;
  private final JsonText json;

  CampaignPages(CampaignAnswers campaigns, PlanRunRepository runs, JsonText json) {
    this.campaigns = campaigns;
    this.runs = runs;
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
    model.addAttribute("c", json.map(campaigns.find(id)
        .orElseThrow(() -> new Missing("There is no such campaign.", id))));
    model.addAttribute("iterations", campaigns.iterations(id).stream().map(json::map).toList());
    model.addAttribute("experiments", campaigns.experiments(id, null, 0, EXPERIMENTS).stream().map(json::map).toList());
    model.addAttribute("runs", runs.find(id, null, RUNS));
    return "campaign";
  }

  private void fill(Model model) {
    model.addAttribute("campaigns",
        campaigns.find(new Wanted(null, null, null), 0, CAMPAIGNS).stream().map(json::map).toList());
  }
}
