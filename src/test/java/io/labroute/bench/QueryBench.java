package io.labroute.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people ask, over REST, of 1,000,000 wells and 1,000 campaigns with 100,000 experiments, all of which came in as files.
 * The server counts its sequential scans: none may go over a table of more than 50,000 rows.
 */
class QueryBench {

  private static final int WELLS = 1_000_000;
  private static final int CAMPAIGNS = 1_000;
  private static final int WARM_UP = 30;
  private static final int ASKED = 200;
  private static final double AIM_MILLIS = 50;
  private static final int LARGE_ROWS = 50_000;

  private final long seed = Long.getLong("seed", 20261121L);

  @TempDir
  Path home;

  @Test
  void measures() throws Exception {
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "500ms").start().awaitReady()) {
      var report = new Report("query", engine.ask("select split_part(version(), ' on ', 1)"), seed);
      fill(engine, report);
      try (var connection = engine.connect(); var statement = connection.createStatement()) {
        statement.execute("vacuum analyze");
      }
      long scansBefore = scans(engine);
      double worst = 0;
      for (var question : questions().entrySet()) {
        double[] millis = ask(engine, question.getValue());
        worst = Math.max(worst, millis[(int) (ASKED * 0.95)]);
        report.line("%-48s p50 %6.1f ms, p95 %6.1f ms, max %6.1f ms", question.getKey(), millis[ASKED / 2],
            millis[(int) (ASKED * 0.95)], millis[ASKED - 1]);
      }
      report.line("worst p95 %.1f ms (aim %.0f ms); sequential scans over large tables: %d (aim 0)", worst, AIM_MILLIS,
          scans(engine) - scansBefore);
      report.write(Path.of("target/bench/query.txt"));
      assertThat(engine.ask("select count(*) from pg_stat_user_tables where n_live_tup > " + LARGE_ROWS)).isNotEqualTo("0");
      assertThat(scans(engine)).as("sequential scans over large tables").isEqualTo(scansBefore);
    }
  }

  private void fill(EngineProcess engine, Report report) throws IOException {
    var lab = new GeneratedLab(seed);
    Path plates = engine.inbox("plate-results").resolve(".plates");
    lab.plates(plates, WELLS);
    Files.move(plates, plates.resolveSibling("plates.csv"), StandardCopyOption.ATOMIC_MOVE);
    awaitFiles(engine, "plate-results", 1);
    Path campaigns = Files.createDirectory(home.resolve("campaigns"));
    for (int n = 0; n < CAMPAIGNS; n++) {
      lab.campaign(campaigns.resolve(GeneratedLab.campaign(n)), n);
    }
    long start = System.nanoTime();
    for (int n = 0; n < CAMPAIGNS; n++) {
      Files.move(campaigns.resolve(GeneratedLab.campaign(n)), engine.inbox("campaign-reports").resolve(GeneratedLab.campaign(n)));
    }
    int files = CAMPAIGNS * (GeneratedLab.ITERATIONS + 1) - CAMPAIGNS / 10;
    awaitFiles(engine, "campaign-reports", files);
    report.line("%,d files of %,d campaigns: %,.0f files/s", files, CAMPAIGNS, files / ((System.nanoTime() - start) / 1e9));
    assertThat(engine.ask("select count(*) from measurement.measurements")).isEqualTo(String.valueOf(WELLS));
    assertThat(engine.ask("select count(*) from campaign.campaign_experiments"))
        .isEqualTo(String.valueOf(CAMPAIGNS * GeneratedLab.ITERATIONS * GeneratedLab.RESULTS));
  }

  private static void awaitFiles(EngineProcess engine, String kind, int files) {
    await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(200)).until(() -> String.valueOf(files).equals(
        engine.ask("select count(*) from ingest.file where state = 'completed' and kind = '" + kind + "'")));
  }

  private static Map<String, IntFunction<String>> questions() {
    var questions = new LinkedHashMap<String, IntFunction<String>>();
    questions.put("wells of a plate", n -> "/api/measurements?plate=P" + n % 10_000);
    questions.put("first 1,000 wells of a cell line", n -> "/api/measurements?cell_line=" + GeneratedLab.cellLine(n));
    questions.put("wells of a compound on a cell line", n -> "/api/measurements?compound=" + GeneratedLab.compound(n)
        + "&cell_line=" + GeneratedLab.cellLine(n / 7));
    questions.put("dose response of a compound on a cell line", n -> "/api/measurements/dose-response?compound="
        + GeneratedLab.compound(n) + "&cell_line=" + GeneratedLab.cellLine(n / 7));
    questions.put("dose response of a compound on all", n -> "/api/measurements/dose-response?compound=" + GeneratedLab.compound(n));
    questions.put("summary of all measurements", n -> "/api/measurements/summary");
    questions.put("campaigns, the newest 100", n -> "/api/campaigns");
    questions.put("campaigns by type and status", n -> "/api/campaigns?type=autonomous&status=interrupted");
    questions.put("one campaign", n -> "/api/campaigns/" + GeneratedLab.campaign(n % CAMPAIGNS));
    questions.put("iterations of a campaign", n -> "/api/campaigns/%s/iterations".formatted(GeneratedLab.campaign(n % CAMPAIGNS)));
    questions.put("experiments of a campaign", n -> "/api/campaigns/%s/experiments".formatted(GeneratedLab.campaign(n % CAMPAIGNS)));
    questions.put("one experiment", n -> "/api/experiments/" + GeneratedLab.experiment(n % CAMPAIGNS, n % 5 + 1, n % 20));
    questions.put("search for a rare word", n -> "/api/search?q=" + encoded("reader error " + n % CAMPAIGNS));
    questions.put("search for a frequent word", n -> "/api/search?q=" + encoded(GeneratedLab.compound(n)));
    questions.put("references that find no target", n -> "/api/references?state=missing");
    questions.put("data quality, the newest 1,000", n -> "/api/data-quality");
    questions.put("numbers of everything", n -> "/api/statistics");
    questions.put("files, the newest 100", n -> "/api/files");
    questions.put("page of campaigns", n -> "/campaigns");
    return questions;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private double[] ask(EngineProcess engine, IntFunction<String> question) {
    var random = new Random(seed);
    var millis = new double[ASKED];
    for (int n = -WARM_UP; n < ASKED; n++) {
      String path = question.apply(random.nextInt(1_000_000));
      long start = System.nanoTime();
      var answer = engine.get(path);
      double taken = (System.nanoTime() - start) / 1e6;
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      if (n >= 0) {
        millis[n] = taken;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  /** The server counts them as it goes; backends report what they did a second or so later. */
  private static long scans(EngineProcess engine) {
    return Long.parseLong(engine.ask(
        "select coalesce(sum(seq_scan), 0) from pg_stat_user_tables where n_live_tup > " + LARGE_ROWS));
  }
}
