package io.labroute.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the record of a lab answers over REST as it grows tenfold each time, up to 10,000,000 steps ({@code -Dsteps=} for less)
 * and a fifth as many stays; and how fast events come in from files.
 */
class TrackingBench {

  private static final int LARGEST = Integer.getInteger("steps", 10_000_000);
  private static final int SMALLEST = 100_000;
  private static final int DEVICES = 20;
  private static final int POSITIONS_EACH = 100;
  private static final int CONTAINERS = 1_000;
  private static final int WARM_UP = 3_000;
  private static final int ASKED = 3_000;
  private static final int ROUNDS_BEFORE = 4;
  private static final int WORKFLOW = 100;
  private static final int EVENTS = 50_000;
  private static final Instant BEGIN = Instant.parse("2020-01-01T00:00:00Z");

  private final long seed = Long.getLong("seed", 20261121L);

  @TempDir
  Path home;

  @Test
  void measures() throws Exception {
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "500ms").start().awaitReady()) {
      var report = new Report("tracking", engine.ask("select split_part(version(), ' on ', 1)"), seed);
      drop(engine, "lab-config", "lab.yaml", configuration());
      drop(engine, "containers", "all.csv", containers());
      grow(engine, 0, SMALLEST);
      for (int round = 0; round < ROUNDS_BEFORE; round++) {
        for (var question : questions(engine, SMALLEST).values()) {
          ask(question, WARM_UP / ROUNDS_BEFORE, ASKED / ROUNDS_BEFORE);       // an engine that has run for a while
        }
      }
      int steps = SMALLEST;
      for (int size = SMALLEST; size <= LARGEST; size *= 10) {
        if (size > steps) {
          grow(engine, steps, size);
        }
        steps = size;
        report.line("%,d steps, %s stays, %s", size, engine.ask("select count(*) from tracking.stays"),
            engine.ask("select pg_size_pretty(pg_database_size(current_database()))"));
        for (var question : questions(engine, size).entrySet()) {
          double[] millis = ask(question.getValue(), WARM_UP, ASKED);
          report.line("  %-36s p50 %7.2f ms, p99 %7.2f ms, max %7.2f ms", question.getKey(), millis[ASKED / 2],
              millis[(int) (ASKED * 0.99)], millis[ASKED - 1]);
        }
        double seconds = events(engine, size);
        report.line("  %,d events from a file in %.1f s: %,.0f a second", EVENTS, seconds, EVENTS / seconds);
      }
      report.write(Path.of("target/bench/tracking.txt"));
    }
  }

  private static String configuration() {
    var text = new StringBuilder("sila_servers:\n  all:\n");
    for (int n = 0; n < DEVICES; n++) {
      text.append("    D%d: {capacity: %d}\n".formatted(n, POSITIONS_EACH));
    }
    return text.toString();
  }

  private static String containers() {
    var text = new StringBuilder("barcode,device,position,lidded,at\n");
    for (int n = 0; n < CONTAINERS; n++) {
      text.append("P%d,D%d,%d,1,%s\n".formatted(n, n / POSITIONS_EACH, n % POSITIONS_EACH, BEGIN));
    }
    return text.toString();
  }

  /**
   * Steps as a lab would have recorded them, a tenth of them moves, and a stay for each fifth step, straight into the tables. They
   * are written out to the disk before anything is asked, as those of a lab are that took years.
   */
  private static void grow(EngineProcess engine, int from, int to) throws SQLException {
    run(engine, """
        insert into tracking.process_steps (kind, fct, process_name, device, container_id, status, started_at, finished_at,
          is_simulation, parameters, origin_device, origin_position, destination_device, destination_position, created_at)
        select case when n %% 10 = 0 then 'move' else 'step' end, case when n %% 10 = 0 then 'move' else 'f' || n %% 7 end, 'p',
               'D' || n %% 20, (select min(container_id) from tracking.containers) + n %% 1000,
               case when n %% 50 = 1 then 'failed' else 'completed' end, t, t + make_interval(secs => 10 + hashint4(n) %% 10), n %% 60 = 3,
               case when n %% 10 = 0 then '{}' else jsonb_build_object('method', 'm' || n %% 11, 'cycles', n %% 5) end,
               case when n %% 10 = 0 then 'D' || n / 10 %% 20 end, case when n %% 10 = 0 then 0 end,
               case when n %% 10 = 0 then 'D' || (n / 10 %% 17 + 3) %% 20 end, case when n %% 10 = 0 then 0 end, t
          from generate_series(%1$d, %2$d - 1) n
         cross join lateral (select timestamptz '2020-01-01T00:00:10Z' + n * interval '10 s' as t) at""".formatted(from, to), """
        with teller as (select min(event_id) as event from tracking.events)
        insert into tracking.stays (container_id, what, device, position, since, until, begun_by, ended_by)
        select (select min(container_id) from tracking.containers) + n %% 1000, 'lid', 'D' || n %% 20, 50 + n / 20 %% 50,
               timestamptz '2020-01-01T00:00:10Z' + n * interval '50 s', timestamptz '2020-01-01T00:00:40Z' + n * interval '50 s',
               event, event
          from generate_series(%1$d / 5, %2$d / 5 - 1) n, teller""".formatted(from, to), "vacuum analyze", "checkpoint");
  }

  private static void run(EngineProcess engine, String... statements) throws SQLException {
    try (var connection = engine.connect(); var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Map<String, IntFunction<Callable<Integer>>> questions(EngineProcess engine, int size) {
    var questions = new LinkedHashMap<String, IntFunction<Callable<Integer>>>();
    questions.put("one estimate of a move", n -> estimate(engine, move(n)));
    questions.put("one estimate of a protocol step", n -> estimate(engine, protocol(n)));
    questions.put("a workflow of 100 steps", n -> {
      var steps = new StringBuilder(protocol(n));
      for (int step = 1; step < WORKFLOW; step++) {
        steps.append(',').append(step % 4 == 0 ? move(n + step) : protocol(n + step * 13));
      }
      return estimate(engine, steps.toString());
    });
    questions.put("a container, now", n -> () -> call(engine, "/api/containers/P" + n % CONTAINERS, null));
    questions.put("a container's latest 100 stays", n ->
        () -> call(engine, "/api/containers/P%d/stays?limit=100".formatted(n % CONTAINERS), null));
    questions.put("all of a container, latest 100 entries", n ->
        () -> call(engine, "/api/containers/P%d/history?limit=100".formatted(n % CONTAINERS), null));
    questions.put("the next 100 events of the log", n -> () -> call(engine, "/api/events?limit=100&after=" + n % 1_000, null));
    questions.put("where a container was at a moment", n -> () -> call(engine, "/api/containers/P%d/at?time=%s"
        .formatted(n % CONTAINERS, BEGIN.plusSeconds(n % (size * 10L))), null));
    questions.put("what stood on a device at a moment", n -> () -> call(engine, "/api/standing?device=D%d&time=%s"
        .formatted(n % DEVICES, BEGIN.plusSeconds(n % (size * 10L))), null));
    return questions;
  }

  private static String move(int n) {
    return "{\"origin_device\": \"D%d\", \"destination_device\": \"D%d\"}".formatted(n % 340 % 20, (n % 340 % 17 + 3) % 20);
  }

  private static String protocol(int n) {
    return "{\"fct\": \"f%d\", \"device\": \"D%d\", \"parameters\": {\"method\": \"m%d\", \"cycles\": %d}}"
        .formatted(n % 7, n % 20, n % 11, n % 5);
  }

  private static Callable<Integer> estimate(EngineProcess engine, String steps) {
    return () -> call(engine, "/api/estimates", "{\"steps\": [" + steps + "]}");
  }

  /** One thread on one connection, so that the client takes as little as possible of what it measures. */
  private static int call(EngineProcess engine, String path, @Nullable String body) throws IOException {
    var connection = (HttpURLConnection) engine.uri(path).toURL().openConnection();
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream answer = connection.getInputStream()) {
      answer.readAllBytes();
    }
    return connection.getResponseCode();
  }

  private double[] ask(IntFunction<Callable<Integer>> question, int before, int asked) throws Exception {
    var random = new Random(seed);
    List<Callable<Integer>> calls = Stream.generate(() -> question.apply(random.nextInt(1_000_000_000))).limit(before + asked).toList();
    for (var call : calls.subList(0, before)) {
      assertThat(call.call()).isEqualTo(200);
    }
    System.gc();                             // what the client has to clear away is not what is measured
    var millis = new double[asked];
    for (int n = 0; n < asked; n++) {
      long start = System.nanoTime();
      int status = calls.get(before + n).call();
      millis[n] = (System.nanoTime() - start) / 1e6;
      assertThat(status).isEqualTo(200);
    }
    Arrays.sort(millis);
    return millis;
  }

  /** Runs that begin and end, and containers that go to and fro; seconds from the settled file to its commit. */
  private static double events(EngineProcess engine, int size) throws IOException {
    var text = new StringBuilder();
    Instant begin = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(size / 10);
    for (int n = 0; n < EVENTS; n++) {
      String at = begin.plusMillis(n * 10L).toString();
      int plate = n % CONTAINERS;
      int home = plate / POSITIONS_EACH;
      boolean out = n / CONTAINERS % 2 == 0;
      text.append(n % 2 == 0
          ? """
              {"event": "moved", "at": "%s", "device": "D0", "barcode": "P%d", "target_device": "D%d", "target_pos": %d}
              """.formatted(at, plate, out ? home + 10 : home, plate % POSITIONS_EACH)
          : """
              {"event": "%s", "at": "%s", "device": "D%d", "run": "%d-%d", "fct": "f1"}
              """.formatted(n % 4 == 1 ? "started" : "finished", at, home, size, n / 4));
    }
    drop(engine, "device-events", "events-%d.jsonl".formatted(size), text.toString());
    assertThat(engine.ask("select count(*) from tracking.event_flags")).isEqualTo("0");
    return Double.parseDouble(engine.ask(
        "select extract(epoch from completed_at - received_at) from ingest.file where kind = 'device-events' order by id desc limit 1"));
  }

  private static void drop(EngineProcess engine, String kind, String name, String text) throws IOException {
    String before = engine.ask("select count(*) from ingest.file where state = 'completed'");
    Path temp = Files.writeString(engine.inbox(kind).resolve(".dropping"), text);
    Files.move(temp, engine.inbox(kind).resolve(name), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(100)).until(
        () -> !before.equals(engine.ask("select count(*) from ingest.file where state = 'completed'")));
  }
}
