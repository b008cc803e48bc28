package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static TreeNode yaml(String text) {
    return YamlTree.parse(new StringReader(text));
  }

  private static String file() {
    try {
      return Files.readString(Strategies.FOLDER.resolve("dose-refinement.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Settings shipped() {
    return Settings.read((Mapping) yaml(file()));
  }

  static Settings with(String text, String other) {
    assertThat(file()).contains(text);
    return Settings.read((Mapping) yaml(file().replace(text, other)));
  }

  @Test
  void theShippedStrategyIsOfItsSchemaAndRead() throws IOException {
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("schemas", "strategy.schema.json")));

    assertThat(schema.validate(TreeAsJson.json(yaml(file())))).isEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(file().replace("points: 6", "points: 1"))))).isNotEmpty();
    assertThat(shipped().doses().from()).isEqualTo(-10, within(1e-9));
    assertThat(shipped().confidence()).isEqualTo(0.95);
  }

  @Test
  void plansWithStrategiesAndTheirNextIterationsAreOfTheSchemaOfCampaigns() throws IOException {
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("schemas", "campaigns.schema.json")));
    String plan = Files.readString(Path.of("samples", "campaigns", "dose-response.yaml"))
        + "strategy: {use: dose-refinement, until: 0.2, doses: {from: 1 nM, to: 50 uM}}\niterations: {at_most: 5, one_at_a_time: true}\n";
    String next = Files.readString(Path.of("samples", "campaigns", "dose-response-2.yaml"));

    assertThat(schema.validate(TreeAsJson.json(yaml(plan)))).isEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(next)))).isEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(plan.replace("until", "til"))))).isNotEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(plan.replace("at_most: 5", "at_most: 0"))))).isNotEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(plan.replace("proposals:", "stocks_too:"))))).isNotEmpty();
    assertThat(schema.validate(TreeAsJson.json(yaml(next.replace("number: 2", "number: two"))))).isNotEmpty();
  }

  @Test
  void aPlanGivesItsOwnValues() {
    Settings asked = new Strategies().settings(yaml("{use: dose-refinement, until: 0.3, doses: {from: 1 nM, to: 1 mM}}"));

    assertThat(asked.until()).isEqualTo(0.3);
    assertThat(asked.doses().to()).isEqualTo(-3, within(1e-9));
    assertThat(asked.points()).isEqualTo(shipped().points());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{use: refinement} | [strategy.unknown] Line 1, column 7, /use: There is no such strategy. Found: 'refinement'. Allowed: dose-refin",
      "{use: ../assays/viability} | [strategy.unknown]",
      "{use: dose-refinement, untill: 0.2} | [tree.unknown-word] Line 1, column 32, /untill",
      "{use: dose-refinement, until: 0} | [strategy.number] Line 1, column 31, /until",
      "{use: dose-refinement, doses: {from: 1 uM, to: 1 nM}} | [strategy.bounds] Line 1, column 31, /doses",
      "{use: dose-refinement, doses: {from: 0 nM, to: 1 nM}} | [strategy.dose]",
      "{use: dose-refinement, doses: {from: 1 ng/mL, to: 1 nM}} | [concentration.malformed]",
      "{use: dose-refinement, doses: {from: 1 ug/mL, to: 1 mM}} | [strategy.bounds]",
      "{use: dose-refinement, hill: {from: -1, to: 1}} | [strategy.bounds]",
      "{use: dose-refinement, confidence: 100 %} | [strategy.confidence]",
      "{use: dose-refinement, confidence: 0.95} | [concentration.malformed]",
      "{use: dose-refinement, points: 1} | [tree.malformed]",
      "{until: 0.2} | [tree.malformed]"})
  void whatCannotBeMeantIsToldWithItsPlace(String said, String message) {
    TreeNode asked = yaml(said);
    assertThatThrownBy(() -> new Strategies().settings(asked)).isInstanceOf(Refusal.class)
        .satisfies(refusal -> assertThat(((Refusal) refusal).finding().text()).startsWith(message));
  }
}
