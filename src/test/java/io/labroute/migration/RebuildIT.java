package io.labroute.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The kept originals are enough: what is current follows from them. */
class RebuildIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples");

  private record Original(String kind, String name, byte[] bytes) {}

  @Test
  void droppingAllOriginalsAgainInTheOrderOfTheLedgerGivesTheSameCurrentRows() throws IOException {
    dropAllSamples();
    drop("simulation-parameters", "back.yaml", SAMPLES.resolve("simulation-parameters/first.yaml"));
    drop("plate-results", "corrected.csv", """
        plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control
        VEM-A375-1,A1,A375,DMSO,0,72,9000,1
        """);
    Map<String, List<Map<String, Object>>> before = current();
    var originals = new ArrayList<Original>();
    for (var row : rows("select id, kind, name from ingest.file where state = 'completed' order by id")) {
      originals.add(new Original((String) row.get("kind"), (String) row.get("name"),
          rest.getForObject("/api/files/%s/content".formatted(row.get("id")), byte[].class)));
    }

    empty();
    originals.forEach(original -> drop(original.kind(), original.name(), original.bytes()));

    assertThat(originals).hasSizeGreaterThan(12);
    assertThat(current()).isEqualTo(before);
  }

  private void dropAllSamples() throws IOException {
    for (String kind : List.of("simulation-parameters", "plate-results", "cell-lines", "catalogue", "vials", "campaign-reports")) {
      try (var files = Files.walk(SAMPLES.resolve(kind))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = SAMPLES.resolve(kind).relativize(file).toString();
          assertThat(drop(kind, name, file).state()).as(name).isEqualTo("completed");
        }
      }
    }
  }

  /** All current rows without what belongs to their loading rather than to what they say. */
  private Map<String, List<Map<String, Object>>> current() {
    var tables = new TreeMap<String, List<Map<String, Object>>>();
    for (String view : List.of("catalog.current_cell_line_params", "catalog.current_compound_sensitivity",
        "catalog.current_cell_lines", "catalog.current_characteristics", "catalog.current_protocols", "catalog.current_vessels",
        "catalog.cell_line_inventory", "catalog.cell_line_usage", "campaign.campaign_overview", "campaign.campaign_iterations",
        "campaign.campaign_experiments", "campaign.titration_cell_lines", "tracking.experiments",
        "measurement.current_measurements")) {
      tables.put(view, rows("""
          select (to_jsonb(t) - '{file_id,version,valid_from,plate_version,inventory_id,usage_id,created_at,process_id}'::text[])::text
              as row from %s t order by 1""".formatted(view)));
      assertThat(tables.get(view)).as(view).isNotEmpty();
    }
    return tables;
  }
}
