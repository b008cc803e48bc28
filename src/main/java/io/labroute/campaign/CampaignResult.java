package io.labroute.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.tracking.Experiment;
import io.labroute.tracking.ExperimentStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result of a campaign, as a statement tells it.
 *
 * @param index its place in the statement, from 0
 * @param place its place in the campaign, from 0
 */
record CampaignResult(Statement statement, int index, JsonNode content, int place) {

  /** Keys that have a column of their own; all others are details. */
  private static final List<String> COLUMNS = List.of("execution_id", "proposal_id", "cell_line", "compound", "dose",
      "assay_type", "measurement", "status", "error_message", "execution_time");

  private static final Map<String, ExperimentStatus> STATUSES = Map.of(
      "completed", ExperimentStatus.COMPLETED, "failed", ExperimentStatus.FAILED, "cancelled", ExperimentStatus.ABORTED,
      "aborted", ExperimentStatus.ABORTED, "running", ExperimentStatus.RUNNING, "pending", ExperimentStatus.PENDING,
      "queued", ExperimentStatus.PENDING, "paused", ExperimentStatus.PAUSED);

  String experimentId() {
    return content.path("execution_id").asText();
  }

  private @Nullable String text(String key) {
    return content.hasNonNull(key) ? content.get(key).asText() : null;
  }

  ExperimentStatus status() {
    return STATUSES.get(content.path("status").asText("completed"));
  }

  /** Null unless the experiment completed: the predecessor writes 0 for those that failed. */
  @Nullable BigDecimal measurement() {
    JsonNode measurement = content.path("measurement");
    return status() == ExperimentStatus.COMPLETED && measurement.isNumber() ? measurement.decimalValue() : null;
  }

  Experiment experiment() {
    return new Experiment(experimentId(), content.path("assay_type").asText("unknown") + " assay", status(),
        text("error_message"), statement.fileId(), statement.pointer(index));
  }

  /** The row of {@code campaign.campaign_experiments}. */
  void describe(ObjectNode row) {
    row.put("experiment_id", experimentId());
    row.put("iteration_number", statement.part().iteration() == 0 ? null : statement.part().iteration());
    row.put("place", place);
    row.put("proposal_id", text("proposal_id"));
    row.put("cell_line_id", text("cell_line"));
    row.put("compound_name", text("compound"));
    row.set("dose_um", content.get("dose"));
    row.put("assay_type", text("assay_type"));
    row.put("measurement", measurement());
    row.put("status", status().text());
    row.put("error_message", text("error_message"));
    row.set("execution_seconds", content.get("execution_time"));
    ObjectNode details = content.deepCopy();
    row.set("details", details.remove(COLUMNS));
    row.put("file_id", statement.fileId());
    row.put("pointer", statement.pointer(index));
  }

  /** Whether a status is one that a result can have. */
  static boolean isStatus(String text) {
    return STATUSES.containsKey(text);
  }
}
