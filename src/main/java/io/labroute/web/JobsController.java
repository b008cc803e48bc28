package io.labroute.web;

import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import io.labroute.execution.job.Jobs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Jobs", description = "When each step of a scheduled run shall happen")
class JobsController {

  private final Jobs jobs;

  JobsController(Jobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping("/jobs")
  @Operation(summary = "Jobs in the order of their time")
  List<Job> jobs(@Parameter(description = "planned, due, running, done, failed, skipped or aborted") @RequestParam(required = false)
      @Nullable String state, @RequestParam(required = false) @Nullable String device,
      @RequestParam(required = false) @Nullable String campaign,
      @Parameter(description = "only those that do not fire by themselves") @RequestParam(defaultValue = "false") boolean held,
      @RequestParam(defaultValue = "1000") int limit) {
    return jobs.find(state == null ? null : JobState.of(state), device, campaign, held, limit);
  }

  @GetMapping("/jobs/offered")
  @Operation(summary = "What a device, or any, is asked to do now by other means than a worklist",
      description = "A device or script that does one reports its events with run: the job's order. People say it of the run's step.")
  List<Job> offered(@RequestParam(required = false) @Nullable String device) {
    return jobs.offered(device);
  }

  @GetMapping("/runs/{id}/jobs")
  @Operation(summary = "The jobs of a run, in the order of their time")
  List<Job> ofRun(@PathVariable String id) {
    return jobs.of(id);
  }

  @GetMapping("/jobs/{id}")
  @Operation(summary = "One job")
  Job job(@PathVariable UUID id) {
    return jobs.find(id).orElseThrow(() -> new Missing("There is no such job.", id.toString()));
  }

  @GetMapping("/jobs/{id}/changes")
  @Operation(summary = "What became of a job so far, who said so and why")
  List<Jobs.Change> changes(@PathVariable UUID id) {
    return jobs.changes(job(id).jobId());
  }

  /** Why. */
  record Why(@Nullable String reason) {

    static @Nullable String of(@Nullable Why why) {
      return why == null ? null : why.reason();
    }
  }

  @PostMapping("/jobs/{id}/hold")
  @Operation(summary = "Let a planned job not fire by itself")
  Job hold(@PathVariable UUID id, @RequestBody(required = false) @Nullable Why why) {
    return jobs.hold(id, Why.of(why), Caller.NAME);
  }

  @PostMapping("/jobs/{id}/resume")
  @Operation(summary = "Let a held job fire; one whose time went by, from now on")
  Job resume(@PathVariable UUID id) {
    return jobs.resume(id, Caller.NAME);
  }

  @PostMapping("/jobs/{id}/skip")
  @Operation(summary = "Let the run go on without the step")
  Job skip(@PathVariable UUID id, @RequestBody(required = false) @Nullable Why why) {
    return jobs.skip(id, Why.of(why), Caller.NAME);
  }

  @PostMapping("/jobs/{id}/retry")
  @Operation(summary = "Have a failed step done again; of a worklist, what was not done of it")
  Job retry(@PathVariable UUID id, @RequestBody(required = false) @Nullable Why why) {
    return jobs.retry(id, Why.of(why), Caller.NAME);
  }

  @PostMapping("/jobs/{id}/abort")
  @Operation(summary = "Give a step up; its run waits until it is done again or skipped")
  Job abort(@PathVariable UUID id, @RequestBody(required = false) @Nullable Why why) {
    return jobs.abort(id, Why.of(why), Caller.NAME);
  }

  @PostMapping("/runs/{id}/pause")
  @Operation(summary = "Let nothing of a run begin until it is resumed")
  List<Job> pause(@PathVariable String id, @RequestBody(required = false) @Nullable Why why) {
    return said(Jobs.Word.PAUSE, id, why);
  }

  @PostMapping("/runs/{id}/resume")
  @Operation(summary = "Let a run that is paused, and all that is held of it, go on")
  List<Job> resume(@PathVariable String id) {
    return said(Jobs.Word.RESUME, id, null);
  }

  @PostMapping("/runs/{id}/retry")
  @Operation(summary = "Have all that failed of a run done again")
  List<Job> retry(@PathVariable String id, @RequestBody(required = false) @Nullable Why why) {
    return said(Jobs.Word.RETRY, id, why);
  }

  private List<Job> said(Jobs.Word word, String run, @Nullable Why why) {
    jobs.say(word, run, Why.of(why), Caller.NAME);
    return jobs.of(run);
  }

  @PostMapping("/campaigns/{id}/{word:pause|resume|retry|abort}")
  @Operation(summary = "Say the same of all open runs of a campaign", description = "pause, resume, retry or abort")
  List<Job> sayOfCampaign(@PathVariable String id, @PathVariable String word, @RequestBody(required = false) @Nullable Why why) {
    jobs.sayOfCampaign(Jobs.Word.valueOf(word.toUpperCase(Locale.ROOT)), id, Why.of(why), Caller.NAME);
    return jobs.find(null, null, id, false, 10_000);
  }
}
