package io.labroute.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.ingest.FileRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.FileSystemUtils;

/** Tests on a whole engine in this process, with a database of its own and empty before each test. */
@AutoConfigureObservability(tracing = false)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class EngineTest {

  private static final Path HOME = temporaryFolder();
  private static final int MAIL_PORT = TestSocketUtils.findAvailableTcpPort();

  @Autowired
  protected JdbcClient jdbc;

  @Autowired
  protected TestRestTemplate rest;

  @Autowired
  private FileRepository files;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    TestDatabase database = TestPostgres.create();
    registry.add("spring.datasource.url", database::jdbcUrl);
    registry.add("spring.datasource.username", database::user);
    registry.add("spring.datasource.password", database::password);
    registry.add("labroute.data", () -> HOME.resolve("data").toString());
    registry.add("labroute.inbox", () -> HOME.resolve("inbox").toString());
    registry.add("labroute.worklists.folder", () -> worklistsOut().toString());
    registry.add("labroute.worklists.profiles", () -> profilesFolder().toString());
    registry.add("labroute.planning.file", () -> planningFile().toString());
    registry.add("labroute.zone", () -> "Europe/Berlin");
    registry.add("labroute.ingest.settle", () -> "100ms");
    registry.add("labroute.ingest.most-rejects", () -> "100");
    registry.add("labroute.daily-export.folder", () -> HOME.resolve("exports").toString());
    registry.add("labroute.nightly-backup.folder", () -> HOME.resolve("backups").toString());
    registry.add("labroute.reject-notices.file", () -> "rejects.txt");
    registry.add("labroute.reject-notices.mail-to", () -> "lab@example.org");
    registry.add("labroute.reject-notices.mail-server", () -> "smtp://127.0.0.1:" + MAIL_PORT);
  }

  @BeforeEach
  protected void empty() throws IOException {
    // The engine may be at work on what the test before left.
    await().ignoreExceptionsInstanceOf(PessimisticLockingFailureException.class).until(() -> jdbc.sql("""
        truncate ingest.file, ingest.content, ingest.reject, ingest.warning, ingest.extra, measurement.plates,
          measurement.measurements, catalog.sim_cell_line_params, catalog.compounds, catalog.compound_sensitivity,
          catalog.compound_response_params, catalog.default_params, catalog.simulation_runs,
          catalog.simulation_run_versions, tracking.processes, tracking.devices,
          tracking.containers, tracking.events, schedule.schedules restart identity cascade""").update() >= 0);
    jdbc.sql("update worklist.event_cursor set event_id = 0").update();
    jdbc.sql("update schedule.device_news set event_id = 0").update();
    FileSystemUtils.deleteRecursively(profilesFolder());
    FileSystemUtils.copyRecursively(Path.of("lab/devices"), profilesFolder());
    Files.copy(Path.of("lab/planning.yaml"), planningFile(), StandardCopyOption.REPLACE_EXISTING);
    try (var old = Files.walk(HOME.resolve("inbox"))) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Profiles of devices: before each test, those that the product ships. */
  protected static Path profilesFolder() {
    return HOME.resolve("devices");
  }

  /** How the lab is planned: before each test, as the product ships it. */
  protected static Path planningFile() {
    return HOME.resolve("planning.yaml");
  }

  /** Where worklists of devices go whose profiles name no folder. */
  protected static Path worklistsOut() {
    return HOME.resolve("worklists-out");
  }

  protected Path inbox(String kind) {
    return HOME.resolve("inbox").resolve(kind);
  }

  protected FileRecord drop(String kind, String name, String text) {
    return drop(kind, name, text.getBytes(StandardCharsets.UTF_8));
  }

  protected FileRecord drop(String kind, String name, Path file) {
    try {
      return drop(kind, name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renames a file into the inbox, or into a folder there, and waits until it has ended and left. */
  protected FileRecord drop(String kind, String name, byte[] bytes) {
    try {
      Path temp = Files.write(inbox(kind).resolve(".dropping"), bytes);
      long before = jdbc.sql("select coalesce(max(id), 0) from ingest.file").query(Long.class).single();
      Files.createDirectories(inbox(kind).resolve(name).getParent());
      Files.move(temp, inbox(kind).resolve(name), StandardCopyOption.ATOMIC_MOVE);
      return await(name + " has ended").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(
          () -> files.find(null, kind, null, 10).stream()
              .filter(file -> file.id() > before && file.name().equals(name) && file.movedTo() != null).findFirst()
              .orElse(null), file -> file != null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  protected long count(String query) {
    return jdbc.sql("select count(*) from " + query).query(Long.class).single();
  }

  protected List<Map<String, Object>> rows(String query) {
    return jdbc.sql(query).query().listOfRows();
  }

  protected void assertProblem(String path, HttpStatus status, String code) {
    ResponseEntity<JsonNode> answer = rest.getForEntity(path, JsonNode.class);
    assertThat(answer.getStatusCode()).isEqualTo(status);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }

  protected JsonNode get(String path) {
    ResponseEntity<JsonNode> answer = rest.getForEntity(path, JsonNode.class);
    assertThat(answer.getStatusCode()).as(path).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  protected ResponseEntity<JsonNode> post(String path, String body) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return rest.exchange(path, HttpMethod.POST, new HttpEntity<>(body, headers), JsonNode.class);
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/engine-tests")), "engine-");
      folder.toFile().deleteOnExit();
      Files.copy(Path.of("lab/planning.yaml"), folder.resolve("planning.yaml"));
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
