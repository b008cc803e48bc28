package io.labroute.migration;

import static io.labroute.testing.SharedFiles.legacy;
import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The predecessor's real files: everything arrives, once, and can be built again from the database value for value. */
class FoundingFilesIT extends EngineTest {

  private static final String SEED = "cell-os/seed/data/simulation_parameters.yaml";
  private static final String LATE = "cell-os/late/data/simulation_parameters.yaml";
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
