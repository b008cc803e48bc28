package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine for all tests, so every test has names and plates of its own. */
class UnfriendlyInboxIT {

  private static final Duration SETTLE = Duration.ofMillis(1_000);

  @TempDir
  static Path home;

  private static EngineProcess engine;
  private static Path inbox;

  @BeforeAll
  static void start() {
    TestDatabase database = TestPostgres.create();
    engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", SETTLE.toMillis() + "ms")
        .on(database.jdbcUrl(), database.user(), database.password()).start(QuickStart.OPTIONS).awaitReady();
    inbox = engine.inbox("plate-results");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void pipesLinksSocketsAndFoldersAreLeftAndHoldNothingUp() throws Exception {
    Path elsewhere = Files.writeString(home.resolve("elsewhere.csv"), Plates.good("ELSEWHERE", 1, 1));
    Path pipe = inbox.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    List<Path> strangers = List.of(
        pipe,
        Files.createSymbolicLink(inbox.resolve("link.csv"), elsewhere),
        Files.createSymbolicLink(inbox.resolve("dangling.csv"), home.resolve("nowhere.csv")),
        Files.createDirectory(inbox.resolve("folder.csv")),
        Files.writeString(inbox.resolve("folder.csv/inner.csv"), Plates.good("INNER", 1, 1)),
        inbox.resolve("socket.csv"));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(inbox.resolve("socket.csv")));

      MixedFiles.drop(Plates.good("AMONG", 1, 1), inbox.resolve("among-strangers.csv"));

      awaitOn(".done", "among-strangers.csv");
      assertThat(strangers).allMatch(stranger -> Files.exists(stranger) || Files.isSymbolicLink(stranger));
      assertThat(ask("count(*) from ingest.file where name in ('pipe.csv', 'link.csv', 'dangling.csv', 'folder.csv',"
          + " 'inner.csv', 'socket.csv')")).isEqualTo("0");
    } finally {
      for (int last = strangers.size() - 1; last >= 0; last--) {
        Files.deleteIfExists(strangers.get(last));
      }
    }
  }

  @Test
  void everyNameTheFileSystemAllowsIsTaken() throws IOException {
    List<String> names = List.of("two\nlines.csv", "µ-größe-试验.csv", "-rf.csv", " leading.csv", "trailing.csv ",
        "back\\slash.csv", "${java.version}.csv", "{{labroute.data}}.csv", "$simple{body}.csv", "quote'\".csv",
        "percent%20%00.csv", "uri?noop=false&delete=true#x.csv", "RAW(x).csv", "*.csv", "no ending", "two..dots.csv",
        "tab\t.csv", "l".repeat(251) + ".csv");
    for (String name : names) {
      MixedFiles.drop(plateOf(name), inbox.resolve(name));
    }
    for (String name : names) {
      awaitOn(".done", name);
      assertThat(inbox.resolve(".done").resolve(name)).hasContent(plateOf(name));
      assertThat(ask("state from ingest.file where name = '" + name.replace("'", "''") + "'")).as(name).isEqualTo("completed");
    }
  }

  private static String plateOf(String name) {
    return Plates.good("NAME-" + Integer.toHexString(name.hashCode()), 1, 1);
  }

  @Test
  void whatIsToldBesideALongNameFitsTheFileSystem() throws IOException {
    String broken = "µ".repeat(125) + "x.csv";
    MixedFiles.drop(Plates.broken("LONG-BROKEN"), inbox.resolve(broken));

    awaitOn(".rejected", broken);

    try (var sidecars = Files.newDirectoryStream(inbox.resolve(".rejected"), "µ*.{error.txt,error.json,rejects.csv}")) {
      assertThat(sidecars).hasSize(3);
    }
  }

  @Test
  void whatEditorsAndCopyProgramsLeaveWaitsUntilItIsRenamed() throws IOException {
    List<String> unfinished = List.of("~$sheet.csv", "sheet.csv~", "sheet.csv.part", "sheet.tmp", ".hidden.csv",
        "sheet.filepart", "sheet.csv.crdownload", ".sheet.csv.swp");
    for (String name : unfinished) {
      Files.writeString(inbox.resolve(name), Plates.good("UNFINISHED", 2, 1));
    }
    MixedFiles.drop(Plates.good("FINISHED", 1, 1), inbox.resolve("finished.csv"));
    awaitOn(".done", "finished.csv");
    assertThat(unfinished).allMatch(name -> Files.exists(inbox.resolve(name)));

    Files.move(inbox.resolve("sheet.csv.part"), inbox.resolve("sheet.csv"));

    awaitOn(".done", "sheet.csv");
    for (String name : unfinished) {
      Files.deleteIfExists(inbox.resolve(name));
    }
  }

  /** One writer just writes, the other keeps setting the modification time back, as copies that preserve times do. */
  @Test
  void aFileThatIsStillWrittenIsNotTakenHoweverOldItLooks() throws IOException {
    Path slow = Files.writeString(inbox.resolve("slow.csv"), Plates.header());
    Path old = Files.writeString(inbox.resolve("old.csv"), Plates.header());
    int wells = 40;
    for (int well = 0; well < wells; well++) {
      Files.writeString(slow, Plates.row("SLOW", well, 1), StandardOpenOption.APPEND);
      Files.writeString(old, Plates.row("OLD", well, 1), StandardOpenOption.APPEND);
      Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
      LockSupport.parkNanos(SETTLE.dividedBy(10).toNanos());
    }

    awaitOn(".done", "slow.csv");
    awaitOn(".done", "old.csv");

    assertThat(ask("string_agg(concat_ws(' ', name, state, records_in), ', ' order by name) from ingest.file"
        + " where name in ('slow.csv', 'old.csv')")).isEqualTo("old.csv completed 40, slow.csv completed 40");
  }

  @Test
  void twoHardLinksToOneFileAreAFileAndItsDuplicate() throws IOException {
    Path one = Files.writeString(home.resolve("linked"), Plates.good("LINKED", 1, 1));
    Files.createLink(inbox.resolve("linked-1.csv"), one);
    Files.createLink(inbox.resolve("linked-2.csv"), one);

    awaitGone("linked-1.csv", "linked-2.csv");

    assertThat(states("linked-%")).isEqualTo("completed, duplicate");
  }

  private static void awaitOn(String shelf, String name) {
    await(name + " on " + shelf).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(inbox.resolve(shelf).resolve(name)));
    await(name + " has left the inbox").until(() -> Files.notExists(inbox.resolve(name)));
  }

  private static void awaitGone(String... names) {
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
        .until(() -> List.of(names).stream().allMatch(name -> Files.notExists(inbox.resolve(name))));
  }

  private static String states(String names) {
    return ask("string_agg(state, ', ' order by state) from ingest.file where name like '" + names + "'");
  }

  private static String ask(String query) {
    return engine.ask("select " + query);
  }
}
