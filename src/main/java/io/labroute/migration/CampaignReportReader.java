package io.labroute.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.CampaignPart;
import io.labroute.campaign.CampaignRecord;
import io.labroute.campaign.CampaignStore;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.Intake;
import io.labroute.ingest.Reference;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a campaign and tells by its keys which part it is: a report ({@code all_results}), a checkpoint
 * ({@code iteration}), a configuration ({@code max_iterations}) or the plan of a titration ({@code screen_config}). The
 * campaign is the folder that the file lies in, or what the file itself names.
 */
final class CampaignReportReader {

  private static final Pattern CHECKPOINT_NAME = Pattern.compile("checkpoint_iter_(\\d{1,9})\\.json");
  private static final int LONGEST_ID = 200;
  /** Of reports and checkpoints; configurations and plans are kept whole. */
  private static final Set<String> KNOWN = Set.of("campaign_id", "config", "results", "best_result", "all_results", "status",
      "iteration", "timestamp", "total_experiments", "queue_stats");

  private final SourceFile source;
  private final Intake<CampaignRecord> intake;
  private final TreeParts<CampaignRecord> parts;
  private final MeasuringTime times;

  CampaignReportReader(SourceFile source, Intake<CampaignRecord> intake) {
    this.source = source;
    this.intake = intake;
    this.parts = new TreeParts<>("campaign", intake);
    this.times = new MeasuringTime(source.reading().zone());
  }

  void read() throws IOException {
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    if (!(tree.root() instanceof Mapping root)) {
      throw wrongKind(tree.root());
    }
    String listed = root.get("all_results").isPresent() ? "all_results" : "results";
    CampaignPart part = part(root);
    Sequence results = part.type() == CampaignPart.Type.CHECKPOINT || part.equals(CampaignPart.REPORT)
        ? results(root, listed) : new Sequence(root.place(), List.of());
    intake.leaves(Leaves.count(root));
    intake.record(head(root, part, results.items().isEmpty() ? null : listed));
    var executions = new HashSet<String>();
    for (int index = 0; index < results.items().size(); index++) {
      int at = index;
      parts.record(results.items().get(at), () -> result(at, parts.mapping(results.items().get(at)), executions));
    }
  }

  private CampaignPart part(Mapping root) {
    if (root.get("all_results").isPresent()) {
      return CampaignPart.REPORT;
    }
    if (root.get("iteration").isPresent() && root.get("results").isPresent()) {
      long iteration = parts.scalar(root.get("iteration").get()).integer();
      if (iteration < 1 || iteration > Integer.MAX_VALUE) {
        throw Finding.of("campaign.iteration", "Iterations count from 1.").at(root.get("iteration").get().place())
            .value(String.valueOf(iteration)).allowed("1 or more").refusal();
      }
      warnOfOtherName((int) iteration);
      return CampaignPart.checkpoint((int) iteration);
    }
    if (root.get("screen_config").isPresent() && root.get("experiment_id").isPresent()) {
      return CampaignPart.PLAN;
    }
    if (root.get("max_iterations").isPresent()) {
      return CampaignPart.CONFIG;
    }
    throw wrongKind(root);
  }

  private static Refusal wrongKind(TreeNode root) {
    return Finding.of("campaign.wrong-kind", "The file is no part of a campaign that is known.").at(root.place())
        .allowed("a report (all_results), a checkpoint (iteration, results), a configuration (max_iterations), a titration"
            + " (experiment_id, screen_config)").maybe("it belongs into another folder.").refusal();
  }

  private void warnOfOtherName(int iteration) {
    Matcher name = CHECKPOINT_NAME.matcher(fileName());
    if (name.matches() && Integer.parseInt(name.group(1)) != iteration) {
      intake.warn(Finding.of("campaign.other-iteration", "The file's name speaks of another iteration than the file.")
          .value(fileName()).allowed(String.valueOf(iteration)).maybe("it was copied or renamed; what it holds counts."));
    }
  }

  private Sequence results(Mapping root, String key) {
    TreeNode node = root.get(key).orElseThrow();
    if (node instanceof Sequence results) {
      return results;
    }
    throw Finding.of("campaign.not-a-list", "A list of results is expected here.").at(node.place()).value(key).refusal();
  }

  private CampaignRecord.Head head(Mapping root, CampaignPart part, @Nullable String resultsKey) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    int leaves = 0;
    int extraLeaves = 0;
    for (var entry : root.entries()) {
      if (entry.key().equals(resultsKey)) {
        continue;
      }
      content.set(entry.key(), TreeAsJson.json(entry.value()));
      leaves += Leaves.count(entry.value());
      boolean whole = part.equals(CampaignPart.PLAN) || part.equals(CampaignPart.CONFIG);
      if (!whole && !KNOWN.contains(entry.key())) {
        extraLeaves += Leaves.count(entry.value());
        parts.warnUnknown(entry, "a campaign");
      }
    }
    root.get("status").ifPresent(this::status);
    root.get("total_experiments").map(parts::scalar).ifPresent(Scalar::integer);
    if (part.equals(CampaignPart.PLAN)) {
      titratedLines(root);
    }
    return new CampaignRecord.Head(campaignId(root), part, content, statedAt(root), leaves, extraLeaves);
  }

  /** How a campaign can have ended, in the words of its report. */
  private void status(TreeNode node) {
    String text = parts.scalar(node).text();
    if (!Set.of("running", "completed", "failed", "cancelled").contains(text)) {
      throw Finding.of("campaign.status", "This is no status of a campaign.").at(node.place()).value(text)
          .allowed("running, completed, failed, cancelled").refusal();
    }
  }

  private void titratedLines(Mapping root) {
    if (!(root.get("cell_lines").orElse(null) instanceof Sequence lines)) {
      throw Finding.of("campaign.not-a-list", "A titration lists its cell lines.").at(root.place())
          .allowed("cell_lines, each with a name").refusal();
    }
    var names = new HashSet<String>();
    for (TreeNode item : lines.items()) {
      Mapping line = parts.mapping(item);
      Scalar name = required(line, "name");
      if (!names.add(name.text())) {
        throw Finding.of("campaign.cell-line-twice", "The cell line is listed twice.").at(name.place()).value(name.text()).refusal();
      }
      for (String number : List.of("true_titer", "true_alpha")) {
        line.get(number).map(parts::scalar).ifPresent(Scalar::number);
      }
      intake.refers(Reference.Target.CELL_LINE, name.text(), name.place());
    }
  }

  private @Nullable Instant statedAt(Mapping root) {
    TreeNode node = root.get("timestamp").orElse(null);
    if (node == null) {
      return null;
    }
    String text = parts.scalar(node).text();
    MeasuringTime.Measured time = times.read(text);
    if (time == null || time.instant() == null) {
      throw times.fault(text).at(node.place()).refusal();
    }
    return Instant.parse(time.instant());
  }

  private String campaignId(Mapping root) {
    String folder = source.name().contains("/") ? source.name().substring(0, source.name().indexOf('/')) : null;
    TreeNode stated = root.get("campaign_id").or(() -> root.get("experiment_id")).orElse(null);
    String id = stated == null ? null : parts.scalar(stated).text();
    if (id != null && folder != null && !id.equals(folder) && root.get("campaign_id").isPresent()) {
      throw Finding.of("campaign.other-folder", "The file says that it belongs to another campaign than its folder.")
          .at(stated.place()).value(id).allowed(folder)
          .maybe("the folder was copied or renamed: give it the name of its campaign, and drop it again.").refusal();
    }
    String campaign = id != null ? id : folder;
    if (campaign == null || campaign.isBlank()) {
      throw Finding.of("campaign.unknown", "The file does not say which campaign it belongs to.")
          .maybe("drop it in a folder that has the campaign's name.").refusal();
    }
    if (campaign.length() > LONGEST_ID || campaign.chars().anyMatch(Character::isISOControl)) {
      throw Finding.of("campaign.id", "This cannot be the name of a campaign.").value(campaign)
          .allowed("at most " + LONGEST_ID + " characters, none of them a control character").refusal();
    }
    return campaign;
  }

  private CampaignRecord.Result result(int index, Mapping result, Set<String> executions) {
    Scalar execution = required(result, "execution_id");
    if (!executions.add(execution.text())) {
      throw Finding.of("campaign.result-twice", "The file holds two results of this execution.").at(execution.place())
          .value(execution.text()).maybe("its writer was started twice: keep the one that is right.").refusal();
    }
    Scalar status = result.get("status").map(parts::scalar).orElse(null);
    if (status != null && !CampaignStore.isStatusOfResult(status.text())) {
      throw Finding.of("campaign.result-status", "This is no status of a result.").at(status.place()).value(status.text())
          .allowed("completed, failed, cancelled, aborted, running, pending, queued, paused").refusal();
    }
    for (String name : List.of("dose", "measurement", "execution_time")) {
      result.get(name).map(parts::scalar).filter(value -> !value.isNull()).ifPresent(value -> {
        if (value.number().signum() < 0 && !name.equals("measurement")) {
          throw Finding.of("campaign.negative", "The value of %s cannot be negative.".formatted(name)).at(value.place())
              .value(value.text()).allowed("0 or more").refusal();
        }
      });
    }
    for (String name : List.of("proposal_id", "cell_line", "compound", "assay_type", "error_message")) {
      result.get(name).map(parts::scalar).filter(value -> !value.isNull()).ifPresent(value -> {
        String text = parts.text(value);
        if (name.equals("cell_line") || name.equals("compound")) {
          intake.refers(name.equals("compound") ? Reference.Target.COMPOUND : Reference.Target.CELL_LINE, text, value.place());
        }
      });
    }
    doubtMeasurement(result, status == null ? "completed" : status.text().toLowerCase(Locale.ROOT));
    return new CampaignRecord.Result(index, (ObjectNode) TreeAsJson.json(result), Leaves.count(result));
  }

  private void doubtMeasurement(Mapping result, String status) {
    boolean measured = result.get("measurement").filter(it -> it instanceof Scalar value && !value.isNull()).isPresent();
    if (measured && !status.equals("completed")) {
      intake.warn(Finding.of("campaign.measurement-of-failure",
              "A result that did not complete gives a measurement; it is kept but does not count.")
          .at(result.place()).value(status).maybe("its writer puts 0 where nothing was measured."));
    } else if (!measured && status.equals("completed")) {
      intake.warn(Finding.of("campaign.no-measurement", "A completed result gives no measurement.").at(result.place()));
    }
  }

  private Scalar required(Mapping result, String key) {
    TreeNode node = result.get(key).orElseThrow(() ->
        Finding.of("campaign.value-missing", "Its %s is missing.".formatted(key)).at(result.place()).refusal());
    Scalar scalar = parts.scalar(node);
    if (scalar.isNull() || scalar.text().isBlank() || scalar.text().length() > LONGEST_ID) {
      throw Finding.of("campaign.value-missing", "Its %s is missing or too long.".formatted(key)).at(node.place())
          .value(scalar.text()).allowed("1 to " + LONGEST_ID + " characters").refusal();
    }
    return scalar;
  }

  private String fileName() {
    return source.name().substring(source.name().lastIndexOf('/') + 1);
  }
}
