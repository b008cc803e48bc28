package io.labroute.web;

import io.labroute.lab.Finding;
import io.labroute.tracking.Execution;
import io.labroute.tracking.ExperimentStatus;
import io.labroute.tracking.Process;
import io.labroute.tracking.ProcessRepository;
import io.labroute.tracking.steps.Step;
import io.labroute.tracking.steps.StepRepository;
import io.labroute.tracking.steps.StepStatus;
import io.labroute.tracking.steps.Steps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
@Tag(name = "Processes", description = "Processes, their executions, and every step that was done; times in UTC")
class ProcessesController {

  private final ProcessRepository processes;
  private final StepRepository found;
  private final Steps steps;

  ProcessesController(ProcessRepository processes, StepRepository found, Steps steps) {
    this.processes = processes;
    this.found = found;
    this.steps = steps;
  }

  @GetMapping("/processes")
  @Operation(summary = "All processes")
  List<Process> processes() {
    return processes.all();
  }

  @GetMapping("/processes/{id}")
  @Operation(summary = "One process with its source")
  Process process(@PathVariable UUID id) {
    return processes.find(id).orElseThrow(() -> new Missing("There is no such process.", id));
  }

  /** A process to be kept. */
  record NewProcess(@Nullable String name, @Nullable String description) {}

  @PostMapping("/processes")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Keep a process")
  Process add(@RequestBody NewProcess process) {
    return processes.add(process.name() == null ? "" : process.name(), process.description(), Caller.NAME);
  }

  @PostMapping("/processes/{id}/experiments")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Begin an execution of a process")
  Execution createExperiment(@PathVariable UUID id) {
    return processes.createExperiment(process(id).processId(), Caller.NAME);
  }

  @GetMapping("/experiments")
  @Operation(summary = "Experiments with totals of their steps, the newest first")
  List<Execution> experiments(@RequestParam(required = false) @Nullable String status, @RequestParam(defaultValue = "100") int limit) {
    return processes.executions(status == null ? null : ExperimentStatus.of(status).text(), limit);
  }

  @GetMapping("/experiments/{id}/totals")
  @Operation(summary = "How much was done of an experiment")
  Execution totals(@PathVariable String id) {
    return processes.execution(id).orElseThrow(() -> new Missing("There is no such experiment.", id));
  }

  @GetMapping("/experiments/{id}/steps")
  @Operation(summary = "The steps of an experiment in the order of their start")
  List<Step> stepsOf(@PathVariable String id, @RequestParam(defaultValue = "1000") int limit) {
    return found.find(totals(id).experimentId(), null, null, limit);
  }

  /** How far something has come, when, and what went wrong. */
  record Progress(@Nullable String status, @Nullable Instant at, @Nullable String errorMessage) {}

  @PostMapping("/experiments/{id}/status")
  @Operation(summary = "Say how far an experiment has come")
  Execution become(@PathVariable String id, @RequestBody Progress progress) {
    return processes.become(id, ExperimentStatus.of(required(progress.status())), progress.errorMessage(), Caller.NAME);
  }

  @GetMapping("/steps")
  @Operation(summary = "Steps of an experiment, a container or a device in the order of their start")
  List<Step> steps(@RequestParam(required = false) @Nullable String experiment,
      @RequestParam(required = false) @Nullable String container, @RequestParam(required = false) @Nullable String device,
      @RequestParam(defaultValue = "1000") int limit) {
    return found.find(experiment, container, device, limit);
  }

  @GetMapping("/steps/{id}")
  @Operation(summary = "One step")
  Step step(@PathVariable UUID id) {
    return found.find(id).orElseThrow(() -> new Missing("There is no such step.", id));
  }

  @PostMapping("/steps")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Record a step: planned without times, running with its start, over with both",
      description = "With a move, the container is moved in the same transaction unless it stands at the destination already.")
  Step record(@RequestBody Step.New step) {
    return steps.record(step, Caller.NAME);
  }

  @PostMapping("/steps/{id}/status")
  @Operation(summary = "Say that a step began or how it ended; without a time, now")
  Step become(@PathVariable UUID id, @RequestBody Progress progress) {
    return steps.become(step(id).stepId(), StepStatus.of(required(progress.status())), progress.at(), progress.errorMessage(),
        Caller.NAME);
  }

  /** Why estimates leave a step out; nothing to take it back in. */
  record Exclusion(@Nullable String reason) {}

  @PostMapping("/steps/{id}/exclusion")
  @Operation(summary = "Leave a step out of estimates, or take it back in")
  Step exclude(@PathVariable UUID id, @RequestBody Exclusion exclusion) {
    return steps.exclude(step(id).stepId(), exclusion.reason(), Caller.NAME);
  }

  private static String required(@Nullable String status) {
    if (status == null) {
      throw Finding.of("step.status", "The status is missing.").refusal();
    }
    return status;
  }
}
