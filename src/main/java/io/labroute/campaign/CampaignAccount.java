package io.labroute.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.tracking.ExperimentStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the current statements of a campaign say together. It does not depend on the order in which they came: checkpoints
 * count by their number, and a result that a checkpoint and the report tell differently is taken from the checkpoint, which is
 * nearer to what happened, with a doubt.
 */
final class CampaignAccount {

  private static final Comparator<JsonNode> BY_VALUE = (a, b) ->
      a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

  /** A hundred years: what is longer is no duration of a campaign. */
  private static final BigDecimal LONGEST_SECONDS = new BigDecimal("3.2e9");

  private final String campaignId;
  private final List<Statement> checkpoints;
  private final Optional<Statement> report;
  private final Optional<Statement> config;
  private final Optional<Statement> plan;
  private final Map<String, CampaignResult> results = new LinkedHashMap<>();
  private final List<Doubt> doubts = new ArrayList<>();

  /** A doubt that statements raise together. */
  record Doubt(Set<CampaignPart> parts, Finding finding) {}

  CampaignAccount(String campaignId, List<Statement> statements) {
    this.campaignId = campaignId;
    this.checkpoints = statements.stream().filter(it -> it.part().type() == CampaignPart.Type.CHECKPOINT)
        .sorted(Comparator.comparing(Statement::part)).toList();
    this.report = part(statements, CampaignPart.REPORT);
    this.config = part(statements, CampaignPart.CONFIG);
    this.plan = part(statements, CampaignPart.PLAN);
    checkpoints.forEach(this::gather);
    report.ifPresent(this::gather);
    doubtTotals();
    doubtBest();
    doubtConfig();
  }

  private static Optional<Statement> part(List<Statement> statements, CampaignPart part) {
    return statements.stream().filter(statement -> statement.part().equals(part)).findFirst();
  }

  String campaignId() {
    return campaignId;
  }

  String type() {
    return plan.isPresent() ? "titration" : "autonomous";
  }

  @Nullable String name() {
    return plan.map(it -> it.content().path("experiment_name").textValue()).orElse(null);
  }

  /** {@code completed} and the like as reported; without a report the campaign runs, as far as is known. */
  String status() {
    String reported = report.map(it -> it.content().path("status").textValue()).orElse(null);
    return reported != null ? reported
        : report.isPresent() ? "completed" : checkpoints.isEmpty() ? "planned" : "running";
  }

  String statusBasis() {
    return report.map(it -> it.content().has("status") ? "stated by the report" : "the report is there")
        .orElse(checkpoints.isEmpty() ? "only what is planned is known" : "checkpoints without a report");
  }

  @Nullable Instant lastHeard() {
    return checkpoints.stream().map(Statement::statedAt).filter(time -> time != null).max(Comparator.naturalOrder()).orElse(null);
  }

  @Nullable Instant end() {
    return report.isPresent() ? lastHeard() : null;
  }

  @Nullable String endBasis() {
    return end() == null ? null : hasLastCheckpoint() ? "time of the last checkpoint" : "not before the last known checkpoint";
  }

  @Nullable Instant start() {
    Duration duration = duration();
    Instant end = end();
    if (duration != null && end != null && hasLastCheckpoint()) {
      return end.minus(duration);
    }
    return checkpoints.isEmpty() ? null : checkpoints.get(0).statedAt();
  }

  @Nullable String startBasis() {
    return start() == null ? null : duration() != null && end() != null && hasLastCheckpoint()
        ? "reported duration before the end"
        : "not after checkpoint " + checkpoints.get(0).part().iteration();
  }

  private @Nullable Duration duration() {
    JsonNode seconds = report.map(it -> it.content().path("results").path("duration_seconds")).orElse(null);
    return seconds == null || !seconds.isNumber() || seconds.decimalValue().signum() < 0
        || seconds.decimalValue().compareTo(LONGEST_SECONDS) > 0 ? null
        : Duration.ofNanos(seconds.decimalValue().movePointRight(9).longValue());
  }

  private boolean hasLastCheckpoint() {
    Integer stated = statedIterations();
    return stated != null && !checkpoints.isEmpty()
        && checkpoints.get(checkpoints.size() - 1).part().iteration() >= stated;
  }

  @Nullable Integer statedIterations() {
    return report.map(it -> count(it.content().path("results").path("total_iterations"))).orElse(null);
  }

  @Nullable Integer statedExperiments() {
    return report.map(it -> count(it.content().path("results").path("total_experiments"))).orElse(null);
  }

  @Nullable Integer maxIterations() {
    return Optional.ofNullable(config()).map(it -> count(it.path("max_iterations"))).orElse(null);
  }

  /** A whole number, if it is one. */
  static @Nullable Integer count(JsonNode node) {
    return node.isNumber() && node.canConvertToInt() ? node.intValue() : null;
  }

  /** What the campaign was told to do. */
  @Nullable JsonNode config() {
    return plan.map(Statement::content).or(() -> report.map(it -> it.content().get("config")))
        .or(() -> config.map(Statement::content)).orElse(null);
  }

  @Nullable JsonNode resultsSummary() {
    return report.map(it -> it.content().get("results")).orElse(null);
  }

  List<Statement> checkpoints() {
    return checkpoints;
  }

  int lastIteration() {
    return checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).part().iteration();
  }

  long count(ExperimentStatus status) {
    return results.values().stream().filter(result -> result.status() == status).count();
  }

  Optional<Statement> plan() {
    return plan;
  }

  List<CampaignResult> results() {
    return List.copyOf(results.values());
  }

  /** The completed experiment with the highest measurement; of equal ones the first. */
  @Nullable String bestExperiment() {
    return results.values().stream().filter(result -> result.measurement() != null)
        .max(Comparator.<CampaignResult, BigDecimal>comparing(result -> result.measurement())
            .thenComparing(Comparator.comparingInt(CampaignResult::place).reversed()))
        .map(CampaignResult::experimentId).orElse(null);
  }

  List<Doubt> doubts() {
    return doubts;
  }

  private void gather(Statement statement) {
    for (int index = 0; index < statement.results().size(); index++) {
      JsonNode content = statement.results().get(index);
      if (!content.isObject()) {
        continue;
      }
      var result = new CampaignResult(statement, index, content, results.size());
      CampaignResult known = results.putIfAbsent(result.experimentId(), result);
      if (known == null) {
        continue;
      }
      boolean same = known.content().equals(BY_VALUE, content);
      if (!same || known.statement().part().type() == statement.part().type()) {
        doubt(Set.of(known.statement().part(), statement.part()), Finding.of(
                same ? "campaign.result-twice" : "campaign.contradiction",
                "Execution %s stands in %s and %s in %s; what holds is the %s.".formatted(result.experimentId(),
                    known.statement().part().text(), same ? "again" : "differently", statement.part().text(),
                    known.statement().part().text()))
            .at(new Place(null, null, null, statement.pointer(index), null)).value(result.experimentId()));
      }
    }
  }

  private void doubtTotals() {
    int known = 0;
    for (int n = 0; n < checkpoints.size() && checkpoints.get(n).part().iteration() == n + 1; n++) {
      Statement checkpoint = checkpoints.get(n);
      known += checkpoint.results().size();
      JsonNode total = checkpoint.content().path("total_experiments");
      if (total.canConvertToInt() && total.intValue() != known) {
        doubt(Set.of(checkpoint.part()), Finding.of("campaign.other-total",
                "The %s counts other experiments up to it than there are.".formatted(checkpoint.part().text()))
            .at(new Place(null, null, null, "/total_experiments", null)).value(total.asText()).allowed(String.valueOf(known))
            .maybe("an earlier checkpoint lacks results."));
      }
    }
    Integer stated = statedExperiments();
    int listed = report.map(it -> it.results().size()).orElse(0);
    if (stated != null && stated != listed && listed > 0) {
      doubt(Set.of(CampaignPart.REPORT), Finding.of("campaign.other-total", "The report counts other experiments than it lists.")
          .at(new Place(null, null, null, "/results/total_experiments", null)).value(stated.toString())
          .allowed(String.valueOf(listed)));
    }
  }

  private void doubtBest() {
    JsonNode stated = report.map(it -> it.content().has("best_result") ? it.content().get("best_result")
        : it.content().path("results").path("best_result")).orElse(null);
    String best = bestExperiment();
    if (stated != null && stated.isObject() && best != null && !best.equals(stated.path("execution_id").asText())) {
      doubt(Set.of(CampaignPart.REPORT), Finding.of("campaign.other-best",
              "The report names another best result than the one with the highest measurement, which is %s.".formatted(best))
          .at(new Place(null, null, null, "/best_result", null)).value(stated.path("execution_id").asText()));
    }
  }

  private void doubtConfig() {
    JsonNode reported = report.map(it -> it.content().get("config")).orElse(null);
    if (reported == null || config.isEmpty()) {
      return;
    }
    reported.properties().forEach(field -> {
      JsonNode other = config.get().content().get(field.getKey());
      if (other != null && !other.equals(BY_VALUE, field.getValue())) {
        doubt(Set.of(CampaignPart.REPORT, CampaignPart.CONFIG), Finding.of("campaign.contradiction",
                "The configuration and the report state %s differently; what holds is the report.".formatted(field.getKey()))
            .at(new Place(null, null, null, "/config/" + field.getKey(), null)).value(field.getValue().toString()));
      }
    });
  }

  private void doubt(Set<CampaignPart> parts, Finding finding) {
    doubts.add(new Doubt(parts, finding));
  }
}
