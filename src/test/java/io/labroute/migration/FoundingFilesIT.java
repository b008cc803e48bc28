package io.labroute.migration;

import static io.labroute.testing.SharedFiles.legacy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The predecessor's real files: everything arrives, once, and can be built again from the database value for value. */
class FoundingFilesIT extends EngineTest {

  private static final String SEED = "cell-os/seed/data/simulation_parameters.yaml";
  private static final String LATE = "cell-os/late/data/simulation_parameters.yaml";
  private static final String LINES = "cell-os/seed/data/cell_lines.yaml";
  private static final String CAMPAIGNS = "cell-os/campaign-reports";
  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
  private static final String PLATES = "cell-os/seed/data/raw/phase0_all_plates.csv";

  @Test
  void seedFilesGiveFortySevenRecordsAndFiveHundredTwentyEightWellsOnce() {
    FileRecord parameters = drop("simulation-parameters", "a.yaml", legacy(SEED));
    FileRecord plates = drop("plate-results", "a.csv", legacy(PLATES));

    assertThat(parameters.recordsLoaded()).isEqualTo(47);
    assertThat(count("catalog.sim_cell_line_params")).isEqualTo(6);
    assertThat(count("catalog.compound_sensitivity")).isEqualTo(30);
    assertThat(count("catalog.default_params")).isEqualTo(11);
    assertThat(plates.recordsLoaded()).isEqualTo(528);
    assertThat(count("measurement.measurements")).isEqualTo(528);
    assertBalanced(parameters);
    assertBalanced(plates);

    assertThat(drop("simulation-parameters", "b.yaml", legacy(SEED)).state()).isEqualTo("duplicate");
    assertThat(drop("plate-results", "b.csv", legacy("cell-os/seed/notebooks/phase0_all_plates.csv")).state())
        .isEqualTo("duplicate");
    assertThat(count("catalog.sim_cell_line_params")).isEqualTo(6);
    assertThat(count("measurement.measurements")).isEqualTo(528);
  }

  @Test
  void seedLateSeedMakesThreeVersionsOfWhatDiffersAndOneOfWhatDoesNot() {
    drop("simulation-parameters", "a.yaml", legacy(SEED));
    FileRecord late = drop("simulation-parameters", "b.yaml", legacy(LATE));
    FileRecord back = drop("simulation-parameters", "c.yaml", legacy(SEED));

    assertBalanced(late);
    assertThat(late.leavesExtra()).as("nested parameters and the description have columns").isZero();
    assertThat(count("catalog.compound_response_params")).isEqualTo(6);
    assertThat(jdbc.sql("select sum(n) from catalog.compound_response_params, lateral (select count(*) as n from"
        + " jsonb_object_keys(parameters)) k").query(Long.class).single()).as("nested numbers").isEqualTo(21);
    assertThat(back.replayOf()).isEqualTo(1);
    assertThat(rows("select doubling_time_h, max_confluence from catalog.sim_cell_line_params where cell_line_id = 'iPSC'"
        + " order by version")).extracting(row -> row.values().toString())
        .containsExactly("[40.0, 0.80]", "[32.0, 1.0]", "[40.0, 0.80]");
    assertThat(count("catalog.sim_cell_line_params where cell_line_id = 'U2OS'")).isEqualTo(1);
    assertThat(count("catalog.sim_cell_line_params where cell_line_id = 'HepG2' and valid_to is null")).isEqualTo(1);
    assertThat(rows("select message from ingest.warning where file_id = 3 and code = 'catalog.absent'"))
        .extracting(row -> (String) row.get("message")).anyMatch(message -> message.startsWith("HepG2 "));
    assertThat(count("catalog.compound_sensitivity where compound_name = 'tbhp' and valid_to is null")).isEqualTo(5);
  }

  @Test
  void everyVersionOfTheFileEverMadeIsLoadedOrClearlyRejected() throws IOException {
    try (var versions = Files.list(legacy("cell-os/versions"))) {
      List<Path> files = versions.filter(file -> file.getFileName().toString().contains("simulation_parameters")).sorted()
          .toList();
      assertThat(files).hasSizeGreaterThan(3);
      for (Path file : files) {
        FileRecord record = drop("simulation-parameters", file.getFileName().toString(), file);
        assertThat(record.state()).as(record.toString()).isIn("completed", "duplicate");
        if (record.state().equals("completed")) {
          assertBalanced(record);
          assertThat(rebuilt()).as("%s from the database", file).containsAllEntriesOf(flat(file));
        }
      }
    }
  }

  @Test
  void parametersCanBeBuiltAgainFromTheDatabaseValueForValue() throws IOException {
    drop("simulation-parameters", "late.yaml", legacy(LATE));

    assertThat(rebuilt()).isEqualTo(flat(legacy(LATE)));
  }

  @Test
  void platesCanBeBuiltAgainFromTheDatabaseBitForBit() throws IOException {
    drop("plate-results", "plates.csv", legacy(PLATES));

    var lines = Files.readAllLines(legacy(PLATES));
    var rows = rows("select * from measurement.measurements order by line");
    assertThat(rows).hasSize(lines.size() - 1);
    for (int n = 1; n < lines.size(); n++) {
      String[] cells = lines.get(n).split(",", -1);
      Map<String, Object> row = rows.get(n - 1);
      assertThat(row.get("line")).isEqualTo(n + 1L);
      assertThat(List.of(row.get("plate_id"), row.get("well_id"), row.get("cell_line"), row.get("compound")))
          .isEqualTo(List.of(cells).subList(0, 4));
      assertThat(row.get("is_control")).isEqualTo(cells[7].equals("1"));
      assertThat(row.get("date")).hasToString(cells[8]);
      assertThat(List.of(row.get("incubator_id"), row.get("liquid_handler_id")))
          .isEqualTo(List.of(cells).subList(9, 11));
      var numbers = Map.of("dose_um", cells[4], "time_h", cells[5], "raw_signal", cells[6], "viability_norm", cells[11]);
      numbers.forEach((column, text) -> {
        var stored = (BigDecimal) row.get(column);
        assertThat(stored).as(column).isEqualTo(new BigDecimal(text));
        assertThat(Double.doubleToLongBits(stored.doubleValue())).isEqualTo(Double.doubleToLongBits(Double.parseDouble(text)));
      });
    }
  }

  @Test
  void allFourSourcesGiveTheirRecordsOnceInWhateverOrderTheyAreDropped() throws IOException {
    List<Path> campaigns;
    try (var files = Files.walk(legacy(CAMPAIGNS))) {
      campaigns = new ArrayList<>(files.filter(Files::isRegularFile).toList());
    }
    var random = new Random(3);
    for (int round = 1; round <= 2; round++) {
      Collections.shuffle(campaigns, random);
      for (Path file : campaigns) {
        FileRecord record = drop("campaign-reports", legacy(CAMPAIGNS).relativize(file).toString(), file);
        assertThat(record.state()).isEqualTo(round == 1 ? "completed" : "duplicate");
        if (round == 1) {
          assertBalanced(record);
          assertThat(record.leavesExtra()).isZero();
        }
      }
      drop("simulation-parameters", round + ".yaml", legacy(SEED));
      FileRecord lines = drop("cell-lines", round + ".yaml", legacy(LINES));
      drop("plate-results", round + ".csv", legacy(PLATES));
      assertThat(lines.state()).isEqualTo(round == 1 ? "completed" : "duplicate");

      assertThat(count("catalog.cell_lines where valid_to is null")).isEqualTo(13);
      assertThat(count("catalog.cell_line_characteristics where valid_to is null")).isEqualTo(130);
      assertThat(count("catalog.cell_line_protocols where valid_to is null")).isEqualTo(30);
      assertThat(count("campaign.campaigns")).isEqualTo(2);
      assertThat(count("campaign.campaign_iterations")).isEqualTo(8);
      assertThat(count("campaign.campaign_experiments")).isEqualTo(42);
      assertThat(count("measurement.measurements")).isEqualTo(528);
    }
    assertThat(rows("select iterations, experiments, status from campaign.campaign_overview order by 1").toString())
        .isEqualTo("[{iterations=3, experiments=12, status=completed}, {iterations=5, experiments=30, status=completed}]");
    assertThat(count("ingest.warning where code like 'campaign.%'")).as("the sources agree with each other").isZero();
    assertThat(rows("select target_kind, target_id from campaign.reference_report where state = 'missing' order by 2")
        .toString()).isEqualTo("[{target_kind=compound, target_id=DMSO}, {target_kind=cell line, target_id=HepG2}]");
    for (Path file : campaigns) {
      String campaign = file.getParent().getFileName().toString();
      JsonNode source = JSON.readTree(file.toFile());
      String part = source.has("iteration") ? "checkpoint " + source.get("iteration").intValue() : "report";
      assertThat(statement(campaign, part)).as(file.toString()).isEqualTo(source);
    }
  }

  /** A file of a campaign, built again from the database. */
  private JsonNode statement(String campaign, String part) throws IOException {
    var row = jdbc.sql("select content::text as content, results::text as results from campaign.statements"
        + " where campaign_id = ? and part = ? and valid_to is null").params(campaign, part).query().singleRow();
    var content = (ObjectNode) JSON.readTree((String) row.get("content"));
    content.set(part.equals("report") ? "all_results" : "results", JSON.readTree((String) row.get("results")));
    return content;
  }

  @Test
  void cellLinesAreVersionedInTheOrderOfTheirFilesAndBuiltAgainValueForValue() throws IOException {
    List<Path> files;
    try (var versions = Files.list(legacy("cell-os/versions"))) {
      files = versions.filter(file -> file.getFileName().toString().contains("cell_lines.yaml")).sorted(
          Comparator.comparing(file -> file.getFileName().toString().replaceAll(".*@", ""))).toList();
    }
    assertThat(files).hasSize(4);
    for (Path file : files) {
      FileRecord record = drop("cell-lines", file.getFileName().toString(), file);
      if (file.getFileName().toString().contains("backup")) {
        assertThat(record.errorCode()).isEqualTo("yaml.duplicate-key");
        continue;
      }
      assertBalanced(record);
      assertThat(record.leavesExtra()).isZero();
      Map<String, Object> source;
      try (var text = Files.newBufferedReader(file)) {
        source = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      }
      var lines = (Map<?, ?>) source.get("cell_lines");
      for (Object line : lines.keySet()) {
        JsonNode stated = get("/api/cell-lines/" + line + "/stated");
        assertThat(flat(stated)).as("%s of %s", line, file).containsAllEntriesOf(flat(JSON.valueToTree(lines.get(line))));
      }
    }
    assertThat(rows("select coating_reagent from catalog.cell_lines where cell_line_id = 'iPSC' order by version").toString())
        .isEqualTo("[{coating_reagent=null}, {coating_reagent=laminin_521}, {coating_reagent=vitronectin}]");
    assertThat(count("catalog.cell_line_characteristics where valid_to is null")).isEqualTo(130);
    assertThat(get("/api/cell-lines?coating_required=true")).hasSize(7);
    assertThat(get("/api/cell-lines?coating_reagent=none")).hasSize(6);
    Map.of("immortalized", 5, "primary", 3, "differentiated", 3, "iPSC", 1, "hESC", 1)
        .forEach((type, number) -> assertThat(get("/api/cell-lines?cell_type=" + type)).hasSize(number));
    Map.of("budget", 5, "premium", 5, "standard", 3)
        .forEach((tier, number) -> assertThat(get("/api/cell-lines?cost_tier=" + tier)).hasSize(number));
    assertThat(get("/api/data-quality?code=cell-line.contradiction").findValuesAsText("message"))
        .as("what the seed states twice").hasSize(2).allMatch(message -> message.startsWith("iPSC states "));
  }

  @Test
  void everyVersionOfTheVesselsIsLoadedAndTheFlasksAreFoundByTheirShortNames() throws IOException {
    try (var versions = Files.list(legacy("cell-os/versions"))) {
      for (Path file : versions.filter(it -> it.getFileName().toString().contains("vessels")).sorted(
          Comparator.comparing(it -> it.getFileName().toString().replaceAll(".*@", ""))).toList()) {
        FileRecord record = drop("catalogue", file.getFileName().toString(), file);
        assertThat(record.state()).isIn("completed", "duplicate");
      }
    }
    drop("catalogue", "seed.yaml", legacy("cell-os/seed/data/raw/vessels.yaml"));
    drop("cell-lines", "seed.yaml", legacy(LINES));

    assertThat(get("/api/cell-lines/iPSC/protocols/passage?vessel=flask_t175")
        .at("/parameters/volumes_ml_reference/wash_1").doubleValue()).isEqualTo(10.0 * 175 / 75, within(1e-12));
    assertThat(get("/api/cell-lines/iPSC/protocols/passage?vessel=T25").at("/parameters/volumes_ml_reference/wash_1")
        .doubleValue()).as("stated, not scaled").isEqualTo(3.0);
  }

  @Test
  void bothVersionsOfTheTitrationAreKept() {
    drop("campaign-reports", "a.yaml", legacy("cell-os/seed/config/campaign_example.yaml"));
    drop("campaign-reports", "b.yaml", legacy("cell-os/versions/config__campaign_example.yaml@20251130T1922_aa7e18c.yaml"));

    assertThat(count("campaign.campaigns where campaign_type = 'titration'")).isPositive();
    assertThat(rows("select true_titer from campaign.titration_cell_lines where cell_line_id = 'U2OS'").toString())
        .contains("150000");
  }

  private static Map<String, String> flat(JsonNode node) {
    var values = new TreeMap<String, String>();
    flatten("", JSON.convertValue(node, Object.class), values);
    return values;
  }

  private static void assertBalanced(FileRecord file) {
    assertThat(file.state()).isEqualTo("completed");
    assertThat(file.recordsRejected()).isZero();
    assertThat(file.leavesIn()).isPositive()
        .isEqualTo(file.leavesStored() + file.leavesUnchanged() + file.leavesExtra() + file.leavesRejected());
  }

  /** All current values in the database, under the path that they have in a file. */
  private Map<String, String> rebuilt() {
    var values = new TreeMap<String, String>();
    for (var row : rows("select * from catalog.sim_cell_line_params where valid_to is null")) {
      for (String column : List.of("doubling_time_h", "max_confluence", "max_passage", "senescence_rate",
          "seeding_efficiency", "passage_stress", "cell_count_cv", "viability_cv", "biological_cv", "coating_required")) {
        put(values, "cell_lines/" + row.get("cell_line_id") + "/" + column, row.get(column));
      }
    }
    for (var row : rows("select * from catalog.compound_sensitivity where valid_to is null")) {
      put(values, "compound_sensitivity/" + row.get("compound_name") + "/" + row.get("cell_line_id"), row.get("ic50_um"));
      put(values, "compound_sensitivity/" + row.get("compound_name") + "/hill_slope", row.get("hill_slope"));
    }
    for (var row : rows("select * from catalog.compounds where valid_to is null")) {
      put(values, "compound_sensitivity/" + row.get("compound_name") + "/description", row.get("description"));
    }
    for (var row : rows("select compound_name, response, cell_line_id, key, value #>> '{}' as value"
        + " from catalog.compound_response_params, jsonb_each(parameters) where valid_to is null")) {
      put(values, "compound_sensitivity/%s/%s/%s/%s".formatted(row.get("compound_name"), row.get("response"),
          row.get("cell_line_id"), row.get("key")), new BigDecimal((String) row.get("value")));
    }
    for (var row : rows("select * from catalog.default_params where valid_to is null")) {
      put(values, "defaults/" + row.get("param_name"), row.get("param_value"));
    }
    return values;
  }

  private static Map<String, String> flat(Path file) throws IOException {
    var values = new TreeMap<String, String>();
    try (var text = Files.newBufferedReader(file)) {
      flatten("", new Yaml(new SafeConstructor(new LoaderOptions())).load(text), values);
    }
    return values;
  }

  private static void flatten(String path, Object node, Map<String, String> values) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> flatten(path.isEmpty() ? key.toString() : path + "/" + key, value, values));
    } else {
      put(values, path, node);
    }
  }

  private static void put(Map<String, String> values, String path, Object value) {
    if (value instanceof Number number) {
      values.put(path, Double.toHexString(number.doubleValue()));
    } else if (value != null) {
      values.put(path, value.toString());
    }
  }
}
