package io.labroute.web;

import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Runs;
import io.labroute.execution.run.PlateMaps;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.StepReports;
import io.labroute.tracking.steps.StepStatus;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** The pages of runs: what waits for a person, and one run with its steps, worklists and plates. */
@Controller
class RunPages {

  private static final int RUNS = 100;

  private final PlanRunRepository found;
  private final Runs runs;
  private final StepDesk desk;
  private final StepReports reports;
  private final PlateMaps plates;

  RunPages(PlanRunRepository found, Runs runs, StepDesk desk, StepReports reports, PlateMaps plates) {
    this.found = found;
    this.runs = runs;
    this.desk = desk;
    this.reports = reports;
    this.plates = plates;
  }

  @GetMapping("/runs")
  String all(Model model) {
    fill(model);
    return "runs";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/runs/now")
  String now(Model model) {
    fill(model);
    return "runs :: now";
  }

  private void fill(Model model) {
    model.addAttribute("runs", found.find(null, null, RUNS));
    model.addAttribute("waiting", desk.waiting());
  }

  @GetMapping("/runs/one")
  String one(@RequestParam String id, Model model) {
    fill(id, model);
    model.addAttribute("plates", plates.of(id));
    return "run";
  }

  @GetMapping("/runs/one/now")
  String stepsNow(@RequestParam String id, Model model) {
    fill(id, model);
    return "run :: now";
  }

  private void fill(String id, Model model) {
    found.find(id).orElseThrow(() -> new Missing("There is no such run.", id));
    model.addAttribute("progress", desk.progress(id));
  }

  @PostMapping("/runs/bind")
  String bind(@RequestParam String id, @RequestParam String label, @RequestParam String barcode) {
    runs.bind(id, label, barcode, Caller.NAME);
    return back(id);
  }

  @PostMapping("/runs/release")
  String release(@RequestParam String id, @RequestParam String step, @RequestParam(defaultValue = "false") boolean anyway) {
    desk.release(id, step, anyway, Caller.NAME);
    return back(id);
  }

  @PostMapping("/runs/tell")
  String tell(@RequestParam String id, @RequestParam String step, @RequestParam String status) {
    reports.tell(id, step, new StepReports.Told(StepStatus.of(status), null, null, null, false), Caller.NAME);
    return back(id);
  }

  @PostMapping("/runs/abort")
  String abort(@RequestParam String id, @RequestParam(defaultValue = "aborted by a person") String reason) {
    desk.abort(id, reason, Caller.NAME);
    return back(id);
  }

  private static String back(String id) {
    return "redirect:/runs/one?id=" + UriUtils.encodeQueryParam(id, StandardCharsets.UTF_8);
  }
}
