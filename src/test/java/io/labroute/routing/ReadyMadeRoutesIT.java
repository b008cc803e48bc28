package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.labroute.ingest.FileRecord;
import io.labroute.ingest.Retention;
import io.labroute.platform.backup.Backup;
import io.labroute.testing.EngineTest;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;

/** The routes that come with the engine, called as their clocks call them. */
class ReadyMadeRoutesIT extends EngineTest {

  private static final String HEAD = "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,"
      + "incubator_id,liquid_handler_id,viability_norm\n";

  private static GreenMail mail;

  @Autowired
  private CamelContext camel;

  @Autowired
  private ProducerTemplate template;

  @Autowired
  private Retention retention;

  @BeforeAll
  static void startMail(@Value("${labroute.reject-notices.mail-server}") String address) {
    mail = new GreenMail(new ServerSetup(URI.create(address).getPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
  }

  @BeforeEach
  void emptyMailbox() throws IOException {
    mail.reset();
    Files.deleteIfExists(notices());
  }

  @AfterAll
  static void stop() {
    mail.stop();
  }

  @Test
  void clocksDoNotRunUntilTheyAreEnabledAndThatIsNoFault() {
    assertThat(List.of("nightly-backup", "clean-up", "daily-export-clock", "reject-notices-clock"))
        .allSatisfy(clock -> assertThat(camel.getRouteController().getRouteStatus(clock).isStarted()).isFalse());
    assertThat(get("/actuator/health/routes").path("status").textValue()).isEqualTo("UP");
  }

  @Test
  void theDailyExportWritesEachViewAsCsvAndJson() throws IOException {
    drop("plate-results", "p.csv", HEAD + "P1,A1,A375,=cmd(),0.10,72,-1.50,false,2026-11-20,,,0.5\n"
        + "P1,A2,A375,,,72,2,true,2026-11-20,,,1\n");

    call("direct:daily-export");

    Path exports = folder("daily-export");
    List<String> csv = Files.readAllLines(exports.resolve("measurements-2026-11-21.csv"));
    assertThat(csv).hasSize(3);
    assertThat(csv.get(0)).startsWith("plate_id,well_id,cell_line,compound,dose_um");
    assertThat(csv.get(1)).as("a formula is disarmed, a number keeps its text's value").startsWith("P1,A1,A375,'=cmd(),0.10,72,-1.50,");
    JsonNode json = new ObjectMapper().readTree(exports.resolve("measurements-2026-11-21.json").toFile());
    assertThat(json).hasSize(2);
    assertThat(json.get(0).path("compound").textValue()).isEqualTo("=cmd()");
    assertThat(exports.resolve("files-2026-11-21.csv")).content().contains("p.csv").contains("completed");
    assertThat(exports.resolve("dose-response-2026-11-21.json")).exists();
    try (Stream<Path> files = Files.list(exports)) {
      assertThat(files).as("nothing unfinished is left").allMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void rejectsAreToldOnceInAFileAndByMail() throws Exception {
    FileRecord bad = drop("plate-results", "bad\u00e9\u0007.csv", "no,such\n1,2\n");
    drop("plate-results", "good.csv", HEAD + "P2,A1,A375,,,72,1,true,2026-11-20,,,1\n");
    call("direct:reject-notices");
    call("direct:reject-notices");

    assertThat(Files.readAllLines(notices())).singleElement().asString()
        .startsWith("File " + bad.id() + ", plate-results, bad").contains("csv.");
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("Labroute: 1 files with rejects");
  }

  @Test
  void rejectsAreToldAgainWhenTheMailCouldNotBeSent() {
    drop("plate-results", "worse.csv", "no,such\n1,3\n");
    mail.getUserManager().setMessageDeliveryHandler((message, address) -> {
      throw new MessagingException("the mailbox is full");
    });
    assertThatThrownBy(() -> call("direct:reject-notices")).hasRootCauseInstanceOf(MessagingException.class);
    assertThat(count("ingest.notice")).isZero();

    mail.reset();
    call("direct:reject-notices");
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void theNightlyBackupIsAnArchiveThatCanBeRead() throws IOException {
    call("bean:backups?method=make('" + folder("nightly-backup") + "', 2)");
    try (Stream<Path> files = Files.list(folder("nightly-backup"))) {
      assertThat(Backup.check(files.findFirst().orElseThrow()).tables()).isNotEmpty();
    }
  }

  @Test
  void theCleanUpTellsAndDeletesOriginalsAndADropBringsThemBack() throws IOException {
    String text = HEAD + "P9,A1,A375,,,72,1,true,2026-11-20,,,1\n";
    FileRecord old = drop("plate-results", "old.csv", text);
    FileRecord young = drop("plate-results", "young.csv", text.replace("P9", "P10"));
    jdbc.sql("update ingest.file set completed_at = completed_at - interval '500 days' where id = ?").param(old.id()).update();

    assertThat(get("/api/originals/clean-up?older_than=400d").get(0).path("files").longValue()).isEqualTo(1);
    retention.cleanUp("400d", "never", "never");

    assertThat(count("measurement.measurements")).as("rows stay").isEqualTo(2);
    assertThat(rest.postForEntity("/api/files/" + old.id() + "/replay", null, JsonNode.class).getBody().path("code").textValue())
        .isEqualTo("ingest.original-deleted");
    assertThat(rest.postForEntity("/api/files/" + young.id() + "/replay", null, JsonNode.class).getBody().path("code").asText())
        .isNotEqualTo("ingest.original-deleted");
    assertThat(drop("plate-results", "again.csv", text).state()).isEqualTo("duplicate");
    assertThat(rows("select detail, subject from audit.entries where action = 'deleted originals'")).hasSize(1);
    assertThatThrownBy(() -> retention.cleanUp("1h", "never", "never")).hasMessageContaining("retention.age");
    assertProblem("/api/originals/clean-up?older_than=soon", HttpStatus.UNPROCESSABLE_ENTITY, "retention.age");
  }

  @Test
  void theCleanUpDeletesOldCopiesOnShelvesOnlyAndOldLogs() throws IOException {
    drop("plate-results", "kept.csv", HEAD + "P11,A1,A375,,,72,1,true,2026-11-20,,,1\n");
    retention.cleanUp("never", "1d", "1d");
    assertThat(inbox("plate-results").resolve(".done/kept.csv")).as("it is younger than a day").exists();
  }

  @Test
  void aClockCalls() throws IOException {
    Path file = Path.of("routes/zz-test-clock.yaml");
    try {
      Files.writeString(file, """
          - templatedRoute:
              routeId: test-clock
              routeTemplateRef: every
              parameters:
                - {name: name, value: test-clock}
                - {name: cron, value: "* * * * * ?"}
                - {name: call, value: "log:test-clock?level=DEBUG"}
          """);
      await().atMost(Duration.ofSeconds(20)).until(() -> get("/api/routes").findParents("route").stream()
          .anyMatch(route -> route.path("route").asText().equals("test-clock") && route.path("done").asLong() > 0));
    } finally {
      Files.deleteIfExists(file);
      await().until(() -> camel.getRoute("test-clock") == null);
    }
  }

  private Path folder(String route) {
    return Path.of(camel.resolvePropertyPlaceholders("{{labroute." + route + ".folder}}"));
  }

  private Path notices() {
    return Path.of(camel.resolvePropertyPlaceholders("{{labroute.data}}")).resolve("notices/rejects.txt");
  }

  private void call(String endpoint) {
    Exchange exchange = template.send(endpoint, it -> it.setVariable("today", "2026-11-21"));
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
  }
}
