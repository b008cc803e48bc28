package io.labroute.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever reads the log with a cursor misses nothing, whatever is committed in whichever order. */
class LogCursorIT extends EngineTest {

  @Autowired
  private EventRepository events;

  @Autowired
  private DataSource source;

  @Autowired
  private PlatformTransactionManager transactions;

  @Test
  void anEventThatIsCommittedAfterALaterOneIsNotMissed() throws SQLException {
    try (Connection slow = begun()) {
      long first = insert(slow);
      long second;
      try (Connection fast = begun()) {
        second = insert(fast);
        fast.commit();
      }
      assertThat(naive(0)).as("a cursor on numbers alone would go on from here, and never see the first").containsExactly(second);
      assertThat(numbers(events.after(0, 100))).as("ends before what may still come").isEmpty();
      slow.commit();
      assertThat(first).isLessThan(second);
      assertThat(numbers(events.after(0, 100))).containsExactly(first, second);
      assertThat(get("/api/events?after=" + first).findValuesAsText("event_id")).containsExactly(String.valueOf(second));
    }
  }

  @Test
  void numbersThatAreDrawnBeforehandHoldTheReaderUntilTheyAreUsedOrLost() throws SQLException {
    try (Connection slow = begun(); Connection fast = begun()) {
      try (var drawn = slow.createStatement()) {
        drawn.executeQuery("select tracking.event_numbers(10)").next();
      }
      long later = insert(fast);
      fast.commit();
      assertThat(events.after(0, 100)).isEmpty();
      slow.rollback();
      assertThat(numbers(events.after(0, 100))).containsExactly(later);
    }
  }

  @Test
  void whoWroteBeforeDoesNotHoldTheReader() throws SQLException {
    try (Connection over = begun(); Connection slow = begun()) {
      long first = insert(over);
      over.commit();
      insert(slow);
      assertThat(numbers(events.after(0, 100))).containsExactly(first);
      slow.rollback();
    }
  }

  @Test
  void aReaderThatCouldMissSomethingIsRefused() {
    var repeatable = new TransactionTemplate(transactions);
    repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

    assertThatThrownBy(() -> repeatable.execute(status -> events.after(0, 1)))
        .hasMessageContaining("cannot be read with a cursor at isolation level repeatable read");
  }

  @Test
  void manyWritersAndOneReaderAgreeOnEveryEvent() throws Exception {
    Set<Long> written = new ConcurrentSkipListSet<>();
    List<Long> read = new ArrayList<>();
    ExecutorService writers = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int n = 0; n < 6; n++) {
        var random = new Random(n);
        all.add(writers.submit(() -> {
          write(random, written);
          return null;
        }));
      }
      long cursor = 0;
      while (!all.stream().allMatch(Future::isDone)) {
        cursor = readOn(cursor, read);
      }
      for (Future<?> one : all) {
        one.get();
      }
      readOn(cursor, read);
    } finally {
      writers.shutdownNow();
    }
    assertThat(read).isSorted().doesNotHaveDuplicates().containsExactlyElementsOf(written);
    assertThat(written).hasSizeGreaterThan(300);
  }

  @Test
  void theLogTellsWhatBecameOfAFlaggedEvent() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/lab.yaml"));
    drop("containers", "monday.csv", Path.of("samples/containers/monday.csv"));
    String moved = "[{\"event\": \"moved\", \"at\": \"2026-11-16T10:0%d:00Z\", \"device\": \"Arm\", \"barcode\": \"ASSAY-001\","
        + " \"source_device\": \"%s\", \"source_pos\": 0, \"target_device\": \"%s\", \"target_pos\": 0}]";
    post("/api/events", moved.formatted(2, "Arm", "Incubator"));
    long flagged = events.after(0, 100).stream().filter(LoggedEvent::isFlagged).findFirst().orElseThrow().eventId();
    post("/api/events", moved.formatted(1, "Hotel", "Arm"));
    post("/api/events", moved.formatted(5, "Arm", "Hotel"));
    long dismissed = get("/api/events/contradictions").get(0).get("event_id").longValue();
    post("/api/events/%d/dismiss".formatted(dismissed), "{\"reason\": \"a test\"}");

    JsonNode news = get("/api/events?after=" + flagged);

    assertThat(news.findValuesAsText("kind")).containsExactly("moved", "accepted", "moved", "dismissed");
    assertThat(news.get(1).get("detail").get("event").longValue()).isEqualTo(flagged);
    assertThat(news.get(1).get("barcode").textValue()).isEqualTo("ASSAY-001");
    assertThat(news.get(3).get("detail").get("event").longValue()).isEqualTo(dismissed);
  }

  private long readOn(long cursor, List<Long> read) {
    long last = cursor;
    for (LoggedEvent event : events.after(cursor, 7)) {
      read.add(event.eventId());
      last = event.eventId();
    }
    List<LoggedEvent> rest = last == cursor ? List.of() : events.after(last, 1000);
    rest.forEach(event -> read.add(event.eventId()));
    return rest.isEmpty() ? last : rest.get(rest.size() - 1).eventId();
  }

  /** Transactions of one to three events that last for a while, a tenth of which come to nothing. */
  private void write(Random random, Set<Long> written) throws SQLException {
    for (int n = 0; n < 60; n++) {
      try (Connection connection = begun(); var wait = connection.createStatement()) {
        List<Long> mine = new ArrayList<>();
        for (int event = random.nextInt(3); event >= 0; event--) {
          mine.add(insert(connection));
          wait.execute("select pg_sleep(%s)".formatted(random.nextInt(5) / 1_000.0));
        }
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          written.addAll(mine);
        }
      }
    }
  }

  private Connection begun() throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static long insert(Connection connection) throws SQLException {
    try (var statement = connection.createStatement(); var row = statement.executeQuery(
        "insert into tracking.events (kind, occurred_at, actor) values ('moved', now(), 'test') returning event_id")) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<Long> naive(long cursor) {
    return jdbc.sql("select event_id from tracking.events where event_id > :cursor order by event_id").param("cursor", cursor)
        .query(Long.class).list();
  }

  private static List<Long> numbers(List<LoggedEvent> all) {
    return all.stream().map(LoggedEvent::eventId).toList();
  }
}
