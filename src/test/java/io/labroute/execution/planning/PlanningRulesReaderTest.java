package io.labroute.execution.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labroute.execution.planning.PlanningRules.Policy;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.schedule.Closure;
import io.labroute.schedule.TimeScale;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanningRulesReaderTest {

  private static final Path FILE = Path.of("lab", "planning.yaml");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static PlanningRules read(String text) {
    return PlanningRulesReader.read(new StringReader(text));
  }

  @Test
  void whatTheProductShipsIsReadAndKeepsToItsSchema() throws IOException {
    String text = Files.readString(FILE);
    String withExamples = text.replace("# arms:\n#   Arm", "arms:\n  Arm").replace("# closed:\n", "closed:\n")
        .replace("#   - {device", "  - {device");

    PlanningRules rules = read(withExamples);

    assertThat(rules.tick()).isEqualTo(Duration.ofSeconds(5));
    assertThat(rules.policy()).isEqualTo(Policy.AUTOMATIC);
    assertThat(rules.guess("lid")).isEqualTo(Duration.ofSeconds(30));
    assertThat(rules.guess("an operation of the lab's own")).isEqualTo(Duration.ofMinutes(5));
    assertThat(rules.reaches("Arm", "Hotel")).isTrue();
    assertThat(rules.reaches("Arm", "Tecan_EVO")).isFalse();
    assertThat(rules.reaches("Another", "Tecan_EVO")).isTrue();
    assertThat(rules.closed()).hasSize(3);
    assertThat(text).startsWith("# yaml-language-server: $schema=../schemas/planning.schema.json");
    var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(new ObjectMapper().readTree(Path.of("schemas", "planning.schema.json").toFile()));
    var tree = TreeAsJson.json(YamlTree.parse(new StringReader(withExamples)));
    assertThat(schema.validate(new ObjectMapper().readTree(tree.toString()))).isEmpty();
  }

  @Test
  void withoutAnyWordTheUsualRulesHold() {
    PlanningRules rules = read("tick: 5 s\n");

    assertThat(rules.slack()).isEqualTo(Duration.ofSeconds(30));
    assertThat(rules.quantileUnderWait()).isEqualTo(0.95);
    assertThat(rules.movers()).isEqualTo("movers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "tik: 5 s                                          | tree.unknown-word",
      "tick: 0.5 s                                       | planning.tick",
      "tick: 5                                           | quantity.malformed",
      "horizon: 0 d                                      | planning.duration",
      "quantiles: {usual: 1.5}                           | planning.quantile",
      "policy: never                                     | tree.malformed",
      "closed: [{device: A, from: '08:00'}]              | tree.malformed",
      "closed: [{device: A, from: '25:00', to: '08:00'}] | planning.time",
      "closed: [{device: A, days: [someday]}]            | tree.malformed",
      "closed: [{device: A, from: 2026-12-01T08:00:00Z, to: 2026-12-01T07:00:00Z}] | planning.closed"})
  void whatIsWrongIsToldWithItsLine(String text, String code) {
    Finding finding = catchThrowableOfType(Refusal.class, () -> read(text)).finding();

    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.where().line()).isEqualTo(1);
  }

  @Test
  void nightsAreClosedFromTheEveningToTheMorningInTheLabsZone() {
    PlanningRules rules = read("closed: [{device: Anna, from: '18:00', to: '08:00', days: [monday], reason: night}]");
    var time = new TimeScale(Duration.ofMinutes(1), Instant.parse("2026-11-23T11:00:00Z"), 3 * 24 * 60);

    assertThat(rules.closed().get(0).ticks(time, BERLIN)).containsExactly(new Closure(6 * 60, 20 * 60, "night"));
  }

  @Test
  void aClosedTimeThatHasBegunBeforeThePlanIsClosedFromItsStart() {
    PlanningRules rules = read("closed: [{device: Anna, from: '06:00', to: '14:00'}]");
    var time = new TimeScale(Duration.ofMinutes(1), Instant.parse("2026-11-23T11:00:00Z"), 60 * 12);

    assertThat(rules.closed().get(0).ticks(time, BERLIN)).containsExactly(new Closure(0, 120, "closed"));
  }
}
