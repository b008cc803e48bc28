package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an administrator does to the route files of the running jar, in place and by renaming. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveRoutesIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "plate-results.yaml";
  private static final String GOOD = """
      - templatedRoute:
          routeId: plate-results
          routeTemplateRef: inbox
          parameters:
            - {name: kind, value: plate-results}
      """;

  @TempDir
  static Path home;

  private EngineProcess engine;
  private int dropped;

  @BeforeAll
  void start() {
    TestDatabase database = TestPostgres.create();
    engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "50ms")
        .on(database.jdbcUrl(), database.user(), database.password()).start("-XX:TieredStopAtLevel=1").awaitReady();
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @BeforeEach
  void mend() {
    try (var files = Files.list(home.resolve("routes"))) {
      for (Path file : files.toList()) {
        if (!Files.exists(Path.of("routes").resolve(file.getFileName()))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replace(FILE, GOOD);
    awaitFile(FILE, file -> file.path("fault").isNull() && file.at("/routes/plate-results").asText().equals("Started"));
    awaitRevision(GOOD);
    awaitSound();
  }

  static Stream<Arguments> badEdits() {
    return Stream.of(
        Arguments.of("route.no-id", "- route:"),
        Arguments.of("yaml.syntax", "{{{"),
        Arguments.of("route.empty", ""),
        Arguments.of("route.not-a-list", "route: {id: x}"),
        Arguments.of("yaml.duplicate-key", "- route: {id: x, id: y}"),
        Arguments.of("route.no-id", "- route: {from: {uri: 'timer:a', steps: []}}"),
        Arguments.of("route.component-not-allowed", "- route: {id: x, from: {uri: 'nosuch:thing', steps: []}}"),
        Arguments.of("route.component-not-allowed", "- route: {id: x, from: {uri: 'timer:a', steps: [{to: 'exec:ls'}]}}"),
        Arguments.of("route.word-not-allowed", "- beans: [{name: b, type: java.util.ArrayList}]"),
        Arguments.of("route.word-not-allowed", "- route: {id: x, from: {uri: 'timer:a', steps: [{script: {groovy: '1'}}]}}"),
        Arguments.of("route.class-not-allowed",
            "- route: {id: x, from: {uri: 'timer:a', steps: [{bean: {ref: '#class:java.io.File'}}]}}"),
        Arguments.of("route.not-loaded", "- route: {id: x, from: {uri: 'timer:a', steps: [{logg: hello}]}}"),
        Arguments.of("route.not-loaded", "- route: {id: x, from: {uri: 'timer:a?perod=1', steps: []}}"),
        Arguments.of("route.not-loaded", "- route: {id: x, from: {uri: 'timer:a?period={{no.such.key}}', steps: []}}"),
        Arguments.of("route.not-loaded", "- route: {id: x, from: {uri: 'timer:a', steps: [{bean: {ref: nobody}}]}}"),
        Arguments.of("route.not-loaded", GOOD.replace("routeTemplateRef: inbox", "routeTemplateRef: inbix")),
        Arguments.of("route.unknown-parameter", GOOD + "      - {name: settel, value: 3s}\n"),
        Arguments.of("ingest.unknown-kind", GOOD.replace("value: plate-results", "value: plates")),
        Arguments.of("route.unknown-encoding", GOOD + "      - {name: encoding, value: UTF-88}\n"),
        Arguments.of("route.not-of-the-language",
            "- route: {id: x, from: {uri: 'timer:a', steps: [{removeHeader: {}}]}}"),
        Arguments.of("route.cron", every("0 30 1 * *", "log:x")),
        Arguments.of("route.cron", every("0 0 0 30 2 ?", "log:x")),
        Arguments.of("route.component-not-allowed", every("0 0 1 * * ?", "browse:x")),
        Arguments.of("route.sql-in-route", every("0 0 1 * * ?", "sql:delete from ingest.file")),
        Arguments.of("route.include", GOOD + "      - {name: include, value: '{csv'}\n"),
        Arguments.of("route.id-taken", GOOD.replace("routeId: plate-results", "routeId: vials")),
        Arguments.of("route.id-twice", GOOD + GOOD),
        Arguments.of("route.not-loaded", GOOD + "      - {name: folder, value: /proc/nowhere}\n"));
  }

  private static String every(String cron, String call) {
    return """
        - templatedRoute:
            routeId: x
            routeTemplateRef: every
            parameters: [{name: name, value: x}, {name: cron, value: "%s"}, {name: call, value: "%s"}]
        """.formatted(cron, call);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badEdits")
  void aBadEditChangesNothingAndTheMendedFileWorks(String code, String bad) {
    writeInPlace(FILE, bad);

    JsonNode file = awaitFile(FILE, it -> !it.path("fault").isNull());
    assertThat(file.at("/fault/code").textValue()).as(file.toString()).isEqualTo(code);
    assertThat(file.at("/routes/plate-results").textValue()).isEqualTo("Started");
    assertThat(engine.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
    assertThat(engine.get("/actuator/health").body()).contains(code);
    assertIngests("plate-results");

    writeInPlace(FILE, GOOD);
    awaitFile(FILE, it -> it.path("fault").isNull());
    assertIngests("plate-results");
  }

  @Test
  void aChangedRouteTakesEffectAndItsRevisionsAreKeptAndRestored() throws IOException {
    String changed = GOOD + "      - {name: folder, value: inbox/elsewhere}\n";
    Files.createDirectories(home.resolve("inbox/elsewhere"));
    replace(FILE, changed);

    assertIngests("elsewhere");
    JsonNode revisions = await().until(() -> tree("/api/route-files/" + FILE + "/revisions"),
        it -> it.get(0).get("content").textValue().equals(changed));
    int last = revisions.get(0).get("revision").intValue();
    assertThat(engine.post("/api/route-files/" + FILE + "/restore?revision=" + (last - 1)).statusCode()).isEqualTo(200);

    await().atMost(Duration.ofSeconds(20)).until(() -> tree("/api/route-files/" + FILE + "/revisions").get(0),
        it -> it.get("revision").intValue() == last + 1 && it.get("restored_from").intValue() == last - 1);
    assertThat(home.resolve("routes").resolve(FILE)).hasContent(revisions.get(1).get("content").textValue());
    assertIngests("plate-results");
    assertThat(engine.post("/api/route-files/" + FILE + "/restore?revision=999").statusCode()).isEqualTo(422);
  }

  @Test
  void filesAreAddedRenamedAndDeletedWhileTheEngineRuns() throws IOException {
    String second = GOOD.replace("routeId: plate-results", "routeId: second")
        + "      - {name: folder, value: inbox/second}\n";
    replace("second.yaml", second);
    awaitFile("second.yaml", file -> file.at("/routes/second").asText().equals("Started"));
    assertIngests("second");

    Files.move(home.resolve("routes/second.yaml"), home.resolve("routes/renamed.yaml"));
    awaitFile("renamed.yaml", file -> file.at("/routes/second").asText().equals("Started"));
    assertIngests("second");

    Files.delete(home.resolve("routes/renamed.yaml"));
    await().atMost(Duration.ofSeconds(20)).until(() -> !engine.get("/api/route-files").body().contains("renamed.yaml"));
    Path left = drop("second");
    assertIngests("plate-results");
    assertThat(left).as("nobody watches the folder any more").exists();
    Files.delete(left);
  }

  @Test
  void identifiersCanMoveFromFileToFileInOneSave() {
    String other = GOOD.replace("routeId: plate-results", "routeId: moved") + "      - {name: folder, value: inbox/moved}\n";
    replace("a-first.yaml", other);
    awaitFile("a-first.yaml", file -> file.at("/routes/moved").asText().equals("Started"));

    replace("a-first.yaml", GOOD);
    replace(FILE, other);

    awaitFile("a-first.yaml", file -> file.path("fault").isNull() && file.at("/routes/plate-results").asText().equals("Started"));
    awaitFile(FILE, file -> file.path("fault").isNull() && file.at("/routes/moved").asText().equals("Started"));
    assertIngests("moved");
    assertIngests("plate-results");
    replace(FILE, GOOD.replace("plate-results\n    routeT", "plate-results-2\n    routeT"));
  }

  @Test
  void aTemplateOfAnAdministratorsOwnIsRemadeWithItsRoutes() {
    String template = """
        - routeTemplate:
            id: teller
            parameters: [{name: word}]
            from: {uri: "timer:{{word}}?period=200", steps: [{log: "%s {{word}}"}]}
        """;
    replace("teller.yaml", template.formatted("hears"));
    replace("words.yaml", "- templatedRoute: {routeId: w1, routeTemplateRef: teller, parameters: [{name: word, value: one}]}\n");
    awaitLog("hears one");

    replace("teller.yaml", template.formatted("says"));

    awaitLog("says one");
    replace("words.yaml", "- templatedRoute: {routeId: w1, routeTemplateRef: teller, parameters: [{name: word, value: two}]}\n");
    awaitLog("says two");
  }

  @Test
  void anErrorHandlingConfigurationIsPutToWork() {
    replace("failing.yaml", """
        - routeConfiguration:
            id: tell-failures
            onException: [{onException: {exception: [java.lang.Exception], handled: {constant: "true"}, steps: [{log: "handled it"}]}}]
        - route:
            id: failing
            routeConfigurationId: tell-failures
            from: {uri: "timer:fail?period=200", steps: [{throwException: {exceptionType: java.lang.IllegalStateException, message: x}}]}
        """);

    awaitLog("handled it");
  }

  @Test
  void brokenFilesAtTheStartDisableThemselvesAlone(@TempDir Path other) throws IOException {
    TestDatabase database = TestPostgres.create();
    try (EngineProcess second = EngineProcess.ofJar(other).with("LABROUTE_INGEST_SETTLE", "50ms")
        .on(database.jdbcUrl(), database.user(), database.password())) {
      Files.write(other.resolve("routes/a-latin.yaml"), new byte[] {'#', ' ', (byte) 0xB5, '\n', '-'});
      Files.writeString(other.resolve("routes/b-broken.yaml"), "{{{");
      Files.writeString(other.resolve("routes/c-large.yaml"), "# " + "x".repeat(1 << 20));
      second.start("-XX:TieredStopAtLevel=1");
      await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> second.get("/api/route-files").statusCode() == 200
          && second.get("/api/route-files").body().contains("Started"));

      assertThat(second.get("/api/route-files").body())
          .contains("route.not-utf-8", "yaml.syntax", "route.too-large", "\"plate-results\":\"Started\"", "\"vials\":\"Started\"");
    }
  }

  @Test
  void aPatternOfNamesTakesEffectAndWhatItLeavesIsTold() throws IOException {
    String chosen = GOOD + "      - {name: include, value: 'lab-*.csv'}\n";
    writeInPlace(FILE, chosen);
    awaitRevision(chosen);
    Path left = Files.writeString(home.resolve("inbox/plate-results/other.csv"), "x");
    await().atMost(Duration.ofSeconds(20)).until(() -> engine.get("/api/inbox").body().contains("include"));
    assertThat(left).exists();
    Files.delete(left);
  }

  @Test
  void whatEditorsLeaveIsNoRouteFile() throws IOException {
    for (String name : new String[] {".plate-results.yaml.swp", "plate-results.yaml~", "plate-results.yaml.new", "#x.yaml#", "x.yml"}) {
      Files.writeString(home.resolve("routes").resolve(name), "{{{");
    }
    replace("last.yaml", GOOD.replace("routeId: plate-results", "routeId: last") + "      - {name: folder, value: inbox/last}\n");
    awaitFile("last.yaml", file -> file.at("/routes/last").asText().equals("Started"));

    awaitSound();
  }

  @Test
  void aHalfWrittenSaveIsNotJudged() throws Exception {
    long faultsBefore = engine.log().lines().filter(line -> line.contains("is not put to work")).count();
    Path file = home.resolve("routes").resolve(FILE);
    for (int n = 1; n <= GOOD.length(); n += 7) {
      Files.writeString(file, GOOD.substring(0, n));
      await().pollDelay(Duration.ofMillis(60)).until(() -> true);
    }
    Files.writeString(file, GOOD);

    awaitSound();
    assertThat(engine.log().lines().filter(line -> line.contains("is not put to work")).count()).isEqualTo(faultsBefore);
  }

  @Test
  void aRouteIsPausedAndResumed() throws IOException {
    assertThat(engine.post("/api/routes/plate-results/pause").statusCode()).isEqualTo(200);
    Path waiting = drop("plate-results");
    awaitFile(FILE, file -> file.at("/routes/plate-results").asText().equals("Stopped"));
    assertIngests("vials-only", "vials", "vial_id,cell_line\nV%d,A375\n");
    assertThat(waiting).exists();

    assertThat(engine.post("/api/routes/plate-results/resume").statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.notExists(waiting));
    assertThat(engine.post("/api/routes/none/pause").statusCode()).isEqualTo(422);
    assertThat(engine.get("/routes").body()).contains("plate-results.yaml");
    assertThat(engine.get("/routes/one?file=" + FILE).body()).contains("Revision 1");
  }

  private JsonNode tree(String path) {
    try {
      return JSON.readTree(engine.get(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode awaitFile(String name, Predicate<JsonNode> condition) {
    return await(name).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() -> {
      for (JsonNode file : tree("/api/route-files")) {
        if (file.get("file").textValue().equals(name)) {
          return file;
        }
      }
      return JSON.createObjectNode();
    }, file -> file.has("file") && condition.test(file));
  }

  private void awaitSound() {
    await("readiness").atMost(Duration.ofSeconds(20)).until(() -> engine.get("/actuator/health/readiness").statusCode() == 200);
  }

  private void awaitLog(String text) {
    await(text).atMost(Duration.ofSeconds(20)).until(() -> engine.log().contains(text));
  }

  private void replace(String name, String content) {
    try {
      Path temp = Files.writeString(home.resolve("routes").resolve("." + name + ".tmp"), content);
      Files.move(temp, home.resolve("routes").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeInPlace(String name, String content) {
    try {
      Files.writeString(home.resolve("routes").resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path drop(String folder) throws IOException {
    return drop(folder, "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control\nP%d,A1,A375,DMSO,0,24,5,1\n");
  }

  private Path drop(String folder, String text) throws IOException {
    dropped++;
    Path target = Files.createDirectories(home.resolve("inbox").resolve(folder)).resolve("f" + dropped + ".csv");
    Path temp = Files.writeString(target.resolveSibling(".f"), text.formatted(dropped));
    return Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitRevision(String content) {
    await().atMost(Duration.ofSeconds(20)).until(() -> tree("/api/route-files/" + FILE + "/revisions").get(0).path("content").asText(),
        content::equals);
  }

  private void assertIngests(String folder) {
    assertIngests(folder, folder,
        "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control\nP%d,A1,A375,DMSO,0,24,5,1\n");
  }

  private void assertIngests(String why, String folder, String text) {
    try {
      Path file = drop(folder, text);
      String name = file.getFileName().toString();
      await(why).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).until(() ->
          "1".equals(engine.ask("select count(*) from ingest.file where state = 'completed' and name = '" + name + "'")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
