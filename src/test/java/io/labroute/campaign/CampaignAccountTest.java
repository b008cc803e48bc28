package io.labroute.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignAccountTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-10-05T08:00:00Z");

  private static Statement checkpoint(int iteration, String results) {
    return statement(CampaignPart.checkpoint(iteration), "{}", results, START.plusSeconds(60L * iteration));
  }

  private static Statement report(String content, String results) {
    return statement(CampaignPart.REPORT, content, results, null);
  }

  private static Statement statement(CampaignPart part, String content, String results, @Nullable Instant at) {
    return new Statement(part, json(content), json(results), at, part.iteration() + 1);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static CampaignAccount account(Statement... statements) {
    return new CampaignAccount("c", List.of(statements));
  }

  @Test
  void theOrderInWhichStatementsComeDoesNotMatter() {
    var statements = new ArrayList<Statement>();
    for (int n = 1; n <= 12; n++) {
      statements.add(checkpoint(n, "[{'execution_id': 'e%d', 'measurement': 0.%d}]".formatted(n, n)));
    }
    statements.add(report("{'results': {'total_iterations': 12, 'duration_seconds': 700}}",
        "[{'execution_id': 'e3', 'measurement': 0.3}, {'execution_id': 'late', 'measurement': 0.95}]"));
    var expected = new CampaignAccount("c", statements);
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(statements, random);
      var account = new CampaignAccount("c", statements);
      assertThat(account.results()).isEqualTo(expected.results());
      assertThat(account.bestExperiment()).isEqualTo("late");
      assertThat(account.start()).isEqualTo(START.plusSeconds(720 - 700));
      assertThat(account.end()).isEqualTo(START.plusSeconds(720));
    }
    assertThat(expected.results().get(9).experimentId()).as("10 follows 9, not 1").isEqualTo("e10");
    assertThat(expected.results().get(12).statement().part()).as("the report comes last").isEqualTo(CampaignPart.REPORT);
  }

  @Test
  void aCampaignWithoutReportRunsAndHasNoEnd() {
    var account = account(checkpoint(2, "[]"), checkpoint(1, "[]"));

    assertThat(account.status()).isEqualTo("running");
    assertThat(account.end()).isNull();
    assertThat(account.lastHeard()).isEqualTo(START.plusSeconds(120));
    assertThat(account.startBasis()).isEqualTo("not after checkpoint 1");
  }

  @Test
  void theStatusOfTheReportHolds() {
    assertThat(account(report("{'status': 'failed'}", "[]")).status()).isEqualTo("failed");
    assertThat(account(report("{}", "[]")).status()).isEqualTo("completed");
    assertThat(account(statement(CampaignPart.PLAN, "{'experiment_name': 'n'}", "[]", null)).status()).isEqualTo("planned");
  }

  @Test
  void theEndIsNoLaterThanKnownWhenTheLastCheckpointIsMissing() {
    var account = account(checkpoint(1, "[]"), report("{'results': {'total_iterations': 2, 'duration_seconds': 5}}", "[]"));

    assertThat(account.endBasis()).isEqualTo("not before the last known checkpoint");
    assertThat(account.start()).as("a duration cannot be taken from another end").isEqualTo(START.plusSeconds(60));
  }

  @Test
  void failuresAreNeverTheBestAndEqualMeasurementsGoToTheFirst() {
    var account = account(checkpoint(1, """
        [{'execution_id': 'a', 'measurement': 0.5}, {'execution_id': 'b', 'measurement': 0.5},
         {'execution_id': 'c', 'measurement': 0.9, 'status': 'failed'}, {'execution_id': 'd'}, null]"""));

    assertThat(account.bestExperiment()).isEqualTo("a");
    assertThat(account.results()).hasSize(4);
  }

  @Test
  void contradictionsAreToldWithTheStatementsThatMakeThem() {
    var account = account(
        checkpoint(1, "[{'execution_id': 'a', 'measurement': 0.5}, {'execution_id': 'x', 'dose': 1.0}]"),
        checkpoint(2, "[{'execution_id': 'a', 'measurement': 0.5}]"),
        report("{'config': {'batch_size': 2}, 'best_result': {'execution_id': 'x'}, 'results': {'total_experiments': 9}}",
            "[{'execution_id': 'x', 'dose': 1}, {'execution_id': 'a', 'measurement': 0.7}]"),
        statement(CampaignPart.CONFIG, "{'batch_size': 3}", "[]", null));

    assertThat(account.doubts()).extracting(doubt -> doubt.finding().code()).containsExactlyInAnyOrder(
        "campaign.result-twice", "campaign.contradiction", "campaign.other-total", "campaign.other-best", "campaign.contradiction");
    assertThat(account.results().get(0).measurement()).isEqualByComparingTo("0.5");
  }

  @Test
  void aCheckpointThatCountsOtherwiseThanItsResultsIsDoubted() {
    var wrong = statement(CampaignPart.checkpoint(2), "{'total_experiments': 3}", "[{'execution_id': 'b'}]", START);

    assertThat(account(checkpoint(1, "[{'execution_id': 'a'}]"), wrong).doubts())
        .extracting(doubt -> doubt.finding().code()).containsExactly("campaign.other-total");
    assertThat(account(wrong).doubts()).as("without the first checkpoint nothing can be said").isEmpty();
  }
}
