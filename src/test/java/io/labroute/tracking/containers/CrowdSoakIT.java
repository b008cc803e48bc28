package io.labroute.tracking.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A minute of moving at random, with the engine killed in the middle. */
class CrowdSoakIT {

  private static final Duration HALF = Duration.ofSeconds(30);

  @TempDir
  Path home;

  @Test
  void nothingIsLostOrDoubledWhenTheEngineIsKilledWhileManyMove() throws Exception {
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms")) {
      engine.start().awaitReady();
      drop(engine, "lab-config", Crowd.configuration());
      drop(engine, "containers", Crowd.containers());
      int before = moveFor(engine, 1, true);
      engine.start().awaitReady();
      int after = moveFor(engine, 2, false);
      System.out.printf("%d acts before the kill, %d after it%n", before, after);
      long events = Long.parseLong(engine.ask("select count(*) from tracking.events where kind <> 'registered'"));
      assertThat(events).as("every act that was answered, and at most one unanswered of each client")
          .isBetween((long) before + after, (long) before + after + Crowd.CLIENTS);
    }
  }

  private static int moveFor(EngineProcess engine, long seed, boolean kill) throws Exception {
    var crowd = new Crowd(overRest(engine), seed);
    try (var connection = engine.connect()) {
      var invariants = new Invariants(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
      invariants.check(Crowd.CONTAINERS);
      crowd.start(-1);
      long end = System.nanoTime() + HALF.toNanos();
      while (System.nanoTime() < end && crowd.isBusy()) {
        invariants.check(Crowd.CONTAINERS);
      }
      crowd.stop();
      if (kill) {
        engine.kill();
      }
      crowd.join();
      invariants.check(Crowd.CONTAINERS);
      invariants.checkHistory();
      invariants.checkReplay();
    }
    return crowd.done();
  }

  private static void drop(EngineProcess engine, String kind, String text) throws Exception {
    Path temp = Files.writeString(engine.inbox(kind).resolve(".dropping"), text);
    Files.move(temp, engine.inbox(kind).resolve("dropped"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofSeconds(60)).until(() -> "1".equals(engine.ask(
        "select count(*) from ingest.file where state = 'completed' and kind = '" + kind + "'")));
  }

  private static Crowd.Engine overRest(EngineProcess engine) {
    return new Crowd.Engine() {
      @Override
      public Crowd.Answer get(String path) {
        var answer = engine.get(path);
        return new Crowd.Answer(answer.statusCode(), answer.body());
      }

      @Override
      public Crowd.Answer post(String path, String body) {
        var answer = engine.post(path, body);
        return new Crowd.Answer(answer.statusCode(), answer.body());
      }
    };
  }
}
