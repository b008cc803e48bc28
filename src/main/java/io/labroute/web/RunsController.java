package io.labroute.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Run;
import io.labroute.campaign.plan.Runs;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.RunProgress;
import io.labroute.execution.run.StepReports;
import io.labroute.lab.Finding;
import io.labroute.tracking.steps.StepStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Runs", description = "Plans of campaigns and their runs: each an experiment with labware of its own")
class RunsController {

  private final PlanRepository plans;
  private final PlanRunRepository found;
  private final Runs runs;
  private final StepDesk desk;
  private final StepReports reports;

  RunsController(PlanRepository plans, PlanRunRepository found, Runs runs, StepDesk desk, StepReports reports) {
    this.plans = plans;
    this.found = found;
    this.runs = runs;
    this.desk = desk;
    this.reports = reports;
  }

  /** A revision of a plan, as its file has it, and where its proposals were laid out. */
  record Plan(String campaignId, int revision, ObjectNode content, @Nullable ObjectNode layout) {}

  @GetMapping("/campaigns/{id}/plan")
  @Operation(summary = "The plan of a campaign: its current revision, or an earlier one")
  Plan plan(@PathVariable String id, @RequestParam(required = false) @Nullable Integer revision) {
    int wanted = revision != null ? revision : plans.currentRevision(id).orElseThrow(() -> new Missing("There is no plan of this campaign.", id));
    CampaignPlan plan = plans.find(id, wanted).orElseThrow(() -> new Missing("The plan has no such revision.", String.valueOf(wanted)));
    return new Plan(id, wanted, plan.content(), plan.layout());
  }

  @GetMapping("/runs")
  @Operation(summary = "Runs of plans, the newest first")
  List<Run> runs(@RequestParam(required = false) @Nullable String campaign,
      @Parameter(description = "pending, running, paused, completed, failed or aborted") @RequestParam(required = false)
      @Nullable String status, @RequestParam(defaultValue = "100") int limit) {
    return found.find(campaign, status, limit);
  }

  @GetMapping("/runs/{id}")
  @Operation(summary = "One run: how far each step has come, and what it waits for")
  RunProgress run(@PathVariable String id) {
    found.find(id).orElseThrow(() -> new Missing("There is no such run.", id));
    return desk.progress(id);
  }

  /** A run to begin; labware by its id in the plan, with its barcode. */
  record NewRun(@Nullable String campaign, @Nullable String id, @Nullable Map<String, String> labware, @Nullable String repeats) {}

  @PostMapping("/runs")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Begin another run of a plan", description = "Barcodes that are not given are bound later.")
  RunProgress begin(@RequestBody NewRun run) {
    if (run.campaign() == null) {
      throw Finding.of("run.campaign", "The campaign is missing.").allowed("campaign: the id of a plan").refusal();
    }
    Run begun = runs.begin(new Runs.Wanted(run.campaign(), run.id(), run.labware() == null ? Map.of() : run.labware(), run.repeats(),
        null),
        null, Caller.NAME);
    return desk.progress(begun.experimentId());
  }

  /** Which container a piece of labware is. */
  record Binding(@Nullable String barcode) {}

  @PostMapping("/runs/{id}/labware/{label}")
  @Operation(summary = "Say which container a piece of labware is in this run")
  RunProgress bind(@PathVariable String id, @PathVariable String label, @RequestBody Binding binding) {
    runs.bind(id, label, binding.barcode() == null ? "" : binding.barcode(), Caller.NAME);
    return desk.progress(id);
  }

  @DeleteMapping("/runs/{id}/labware/{label}")
  @Operation(summary = "Take a binding back, as long as nothing was released for it")
  RunProgress unbind(@PathVariable String id, @PathVariable String label) {
    desk.requireNothingReleased(id);
    runs.unbind(id, label, Caller.NAME);
    return desk.progress(id);
  }

  /** Whether steps before it need not be over. */
  record Release(boolean anyway) {}

  @PostMapping("/runs/{id}/steps/{step}/release")
  @Operation(summary = "Release the worklist of a step")
  RunProgress release(@PathVariable String id, @PathVariable String step, @RequestBody(required = false) @Nullable Release release) {
    return desk.release(id, step, release != null && release.anyway(), Caller.NAME);
  }

  /** What became of a step. */
  record Told(@Nullable StepStatus status, @Nullable Instant startedAt, @Nullable Instant at, @Nullable String message, boolean anyway) {}

  @PostMapping("/runs/{id}/steps/{step}")
  @Operation(summary = "Say that a step began, or how it ended",
      description = "Of steps that a person or a device without reports does; a confirmation is a status of completed.")
  RunProgress tell(@PathVariable String id, @PathVariable String step,
      @Parameter(description = "status: running, completed, failed or aborted") @RequestBody Told told) {
    reports.tell(id, step, new StepReports.Told(told.status() == null ? StepStatus.COMPLETED : told.status(), told.startedAt(), told.at(),
        told.message(), told.anyway()), Caller.NAME);
    return desk.progress(id);
  }

  /** Why. */
  record Abort(@Nullable String reason) {}

  @PostMapping("/runs/{id}/abort")
  @Operation(summary = "End a run for good; worklists that no device has yet are withdrawn")
  RunProgress abort(@PathVariable String id, @RequestBody(required = false) @Nullable Abort abort) {
    return desk.abort(id, abort == null || abort.reason() == null ? "aborted" : abort.reason(), Caller.NAME);
  }

  @GetMapping("/runs/waiting")
  @Operation(summary = "Every step of an open run that waits for a person, with the reason")
  List<StepDesk.Waiting> waiting() {
    return desk.waiting();
  }
}
