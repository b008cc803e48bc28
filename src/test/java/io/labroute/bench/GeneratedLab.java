package io.labroute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A lab that has worked for years: plates of many compounds, and campaigns with checkpoints and reports. */
final class GeneratedLab {

  static final int COMPOUNDS = 200;
  static final int CELL_LINES = 8;
  static final int ITERATIONS = 5;
  static final int RESULTS = 20;

  private static final int WELLS = 96;
  private static final String[] DOSES = {"0.001", "0.01", "0.1", "1.0", "10.0", "50.0"};

  private final Random random;

  GeneratedLab(long seed) {
    this.random = new Random(seed);
  }

  static String compound(int n) {
    return "compound-" + n % COMPOUNDS;
  }

  static String cellLine(int n) {
    return "LINE" + n % CELL_LINES;
  }

  static String campaign(int n) {
    return "campaign_%04d".formatted(n);
  }

  static String experiment(int campaign, int iteration, int n) {
    return "x-%d-%d-%d".formatted(campaign, iteration, n);
  }

  /** Four compounds and a control on each plate of one cell line. */
  void plates(Path file, int wells) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      out.write("plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,viability_norm\n");
      for (int row = 0; row < wells; row++) {
        int plate = row / WELLS;
        int well = row % WELLS;
        boolean control = well % 12 == 0;
        double viability = random.nextDouble();
        out.write("P" + plate + "," + (char) ('A' + well / 12) + (well % 12 + 1) + "," + cellLine(plate) + ","
            + (control ? "DMSO" : compound(plate / CELL_LINES * 4 + well % 4)) + "," + (control ? "0" : DOSES[well % 6]) + ",24,"
            + viability * 12_000 + "," + (control ? 1 : 0) + ",2026-%02d-%02d,".formatted(plate % 12 + 1, plate % 28 + 1)
            + viability + "\n");
      }
    }
  }

  /** The files of one campaign, in a folder of its name. */
  void campaign(Path folder, int campaign) throws IOException {
    Files.createDirectories(folder);
    List<String> all = new ArrayList<>();
    for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
      List<String> results = new ArrayList<>();
      for (int n = 0; n < RESULTS; n++) {
        results.add("""
            {"proposal_id":"prop_%d_%d","execution_id":"%s","cell_line":"%s","compound":"%s","dose":%s,"assay_type":"viability",\
            "measurement":%s,"status":"%s","error_message":%s,"execution_time":0.2,"autonomous":true}""".formatted(
            iteration - 1, n, experiment(campaign, iteration, n), cellLine(campaign + n), compound(campaign * 3 + n),
            random.nextDouble() * 10, random.nextDouble(), n == 7 ? "failed" : "completed",
            n == 7 ? "\"reader error " + campaign + "\"" : "null"));
      }
      all.addAll(results);
      Files.writeString(folder.resolve("checkpoint_iter_%d.json".formatted(iteration)), """
          {"campaign_id":"%s","iteration":%d,"timestamp":"2026-%02d-%02dT1%d:00:00","total_experiments":%d,"results":[%s],"queue_stats":{}}"""
          .formatted(campaign(campaign), iteration, campaign % 12 + 1, campaign % 28 + 1, iteration, all.size(),
              String.join(",", results)));
    }
    if (campaign % 10 != 0) {
      Files.writeString(folder.resolve("campaign_report.json"), """
          {"campaign_id":"%s","config":{"max_iterations":%d,"batch_size":%d,"assay_type":"viability"},"results":{"total_iterations":%d,\
          "total_experiments":%d,"duration_seconds":15000.5},"all_results":[%s]}""".formatted(campaign(campaign), ITERATIONS, RESULTS,
          ITERATIONS, all.size(), String.join(",", all)));
    }
  }
}
