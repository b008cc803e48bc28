package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.timing.Estimate;
import io.labroute.timing.Estimates;
import io.labroute.timing.StepQuestion;
import io.labroute.lab.Finding;
import io.labroute.tracking.steps.DurationRepository;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
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
@Tag(name = "Estimates", description = "How long things take, in seconds, and how busy devices are")
class EstimatesController {

  private static final double USUAL_CONFIDENCE = 0.95;

  private final Estimates estimates;
  private final DurationRepository durations;

  EstimatesController(Estimates estimates, DurationRepository durations) {
    this.estimates = estimates;
    this.durations = durations;
  }

  /** Steps whose durations are asked for: a quantile of 0.95 unless stated. */
  record Question(@Nullable List<StepQuestion> steps, Estimate.@Nullable Statistic statistic, @Nullable Double confidence) {}

  @PostMapping("/estimates")
  @Operation(summary = "How long each of some steps will take, such as all of a workflow, with the reason of each answer")
  List<Estimate> estimate(@RequestBody Question question) {
    if (question.steps() == null) {
      throw Finding.of("estimate.steps-missing", "The steps are missing.").allowed("steps: a list of steps").refusal();
    }
    return estimates.estimate(question.steps(),
        question.statistic() == null ? Estimate.Statistic.QUANTILE : question.statistic(),
        question.confidence() == null ? USUAL_CONFIDENCE : question.confidence());
  }

  @GetMapping("/estimates/backtest")
  @Operation(summary = "How many of the newest runs kept to what would have been estimated before each")
  Estimates.Backtest backtest(@RequestParam(defaultValue = "0.95") double confidence, @RequestParam(defaultValue = "1000") int newest) {
    return estimates.backtest(confidence, newest);
  }

  @GetMapping("/durations")
  @Operation(summary = "How long each method took on each device, and each way from device to device")
  List<JsonNode> durations(@RequestParam(required = false) @Nullable String device, @RequestParam(required = false) @Nullable String fct) {
    return durations.durations(device, fct);
  }

  @GetMapping("/devices/{device}/utilisation")
  @Operation(summary = "How long a device was busy between two moments; steps at the same time count once")
  DurationRepository.Utilisation utilisation(@PathVariable String device, @RequestParam Instant from, @RequestParam Instant to) {
    return durations.utilisation(device, from, to).stream().findFirst()
        .orElseThrow(() -> new Missing("There is no such device.", device));
  }

  @GetMapping("/utilisation")
  @Operation(summary = "How long each device was busy between two moments")
  List<DurationRepository.Utilisation> utilisation(@RequestParam Instant from, @RequestParam Instant to) {
    return durations.utilisation(null, from, to);
  }
}
