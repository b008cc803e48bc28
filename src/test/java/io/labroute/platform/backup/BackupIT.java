package io.labroute.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.ingest.LargeOriginalsRepository;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import io.labroute.platform.ContentFolder;
import io.labroute.platform.EngineProperties;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackupIT {

  @TempDir
  Path folder;

  private Path migrations = Path.of("migrations");
  private PGSimpleDataSource source;
  private PGSimpleDataSource target;

  @BeforeEach
  void makeDatabases() {
    source = database();
    target = database();
  }

  private static PGSimpleDataSource database() {
    TestDatabase database = TestPostgres.create();
    var source = new PGSimpleDataSource();
    source.setURL(database.jdbcUrl());
    source.setUser(database.user());
    source.setPassword(database.password());
    return source;
  }

  private EngineProperties engine(String name) {
    return new EngineProperties(folder.resolve(name), folder.resolve("inbox"), ZoneOffset.UTC,
        new EngineProperties.Database(0, null));
  }

  private void migrate(PGSimpleDataSource database, String version) {
    Flyway.configure().dataSource(database).locations("filesystem:migrations").target(version).load().migrate();
  }

  private byte[] backup() throws IOException {
    var bytes = new ByteArrayOutputStream();
    new Backup(source, engine("source"), new LargeOriginalsRepository(), Clock.systemUTC()).write(bytes);
    return bytes.toByteArray();
  }

  private Manifest restore(byte[] archive) throws IOException {
    Path file = Files.write(folder.resolve("archive.zip"), archive);
    return new Restore(target, engine("target"), migrations, false).from(file);
  }

  private void fill() {
    JdbcClient.create(source).sql("""
        insert into ingest.file (kind, name, engine, state, received_at, completed_at)
        values ('plate-results', E'tab\\tand\\nline \\\\ µ.csv', 'e', 'completed', now(), now());
        insert into measurement.plates (plate_id, version, wells, valid_from, file_id) values ('P1', 1, 2, now(), 1);
        insert into measurement.measurements (plate_id, plate_version, well_id, cell_line, compound, raw_signal, file_id, line)
        values ('P1', 1, 'A1', 'HeLa', 'c1', 0.10, 1, 2), ('P1', 1, 'A2', 'A375', null, 1e-7, 1, 3)""").update();
  }

  @Test
  void onlyTheNewestArchivesOfAFolderStay() throws IOException {
    migrate(source, "latest");
    Path nightly = folder.resolve("nightly");
    for (String night : List.of("2026-11-19", "2026-11-20", "2026-11-21")) {
      var clock = Clock.fixed(Instant.parse(night + "T01:30:00Z"), ZoneOffset.UTC);
      new BackupFolder(new Backup(source, engine("source"), new LargeOriginalsRepository(), clock), clock)
          .make(nightly.toString(), 2);
    }
    try (var archives = Files.list(nightly)) {
      assertThat(archives).extracting(archive -> archive.getFileName().toString())
          .containsExactlyInAnyOrder("labroute-20261120T013000Z.zip", "labroute-20261121T013000Z.zip");
    }
  }

  @Test
  void anArchiveOfAnOlderReleaseIsRestoredAndMigrated() throws IOException {
    migrate(source, "3");
    fill();

    Manifest manifest = restore(backup());

    assertThat(manifest.schemaVersion()).isEqualTo("3");
    var restored = JdbcClient.create(target);
    assertThat(restored.sql("select name from ingest.file").query(String.class).single()).isEqualTo("tab\tand\nline \\ µ.csv");
    assertThat(restored.sql("select cell_lines::text from measurement.plates").query(String.class).single())
        .as("a column that only the newer release has, filled by its migration").isEqualTo("{A375,HeLa}");
    assertThat(restored.sql("select raw_signal::text from measurement.measurements order by line").query(String.class).list())
        .containsExactly("0.10", "0.0000001");
    assertThat(restored.sql("insert into ingest.file (kind, name, engine, state, received_at) values ('k', 'n', 'e', 'received',"
        + " now()) returning id").query(Long.class).single()).as("numbers go on where they were").isEqualTo(2);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        Arguments.of("a byte of the rows", (Consumer<Map<String, byte[]>>) parts -> flip(parts, first(parts, "tables/"))),
        Arguments.of("a byte of the manifest", (Consumer<Map<String, byte[]>>) parts -> flip(parts, "manifest.json")),
        Arguments.of("no manifest", (Consumer<Map<String, byte[]>>) parts -> parts.remove("manifest.json")),
        Arguments.of("no table", (Consumer<Map<String, byte[]>>) parts -> parts.remove(first(parts, "tables/"))),
        Arguments.of("a part added", (Consumer<Map<String, byte[]>>) parts -> parts.put("../../outside", new byte[] {1})),
        Arguments.of("rows counted otherwise", (Consumer<Map<String, byte[]>>) parts -> {
          String manifest = new String(parts.get("manifest.json"), StandardCharsets.UTF_8).replaceFirst("\"rows\" : 2", "\"rows\" : 3");
          parts.put("manifest.json", manifest.getBytes(StandardCharsets.UTF_8));
          parts.put("manifest.sha256", Sha256.of(manifest.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
        }));
  }

  private static String first(Map<String, byte[]> parts, String prefix) {
    return parts.keySet().stream().filter(name -> name.startsWith(prefix) && parts.get(name).length > 0).findFirst().orElseThrow();
  }

  private static void flip(Map<String, byte[]> parts, String name) {
    byte[] bytes = parts.get(name);
    bytes[bytes.length / 2] ^= 1;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void aDamagedArchiveIsRefusedAndNothingIsTouched(String damage, Consumer<Map<String, byte[]>> done) throws IOException {
    migrate(source, "8");
    fill();
    Map<String, byte[]> parts = unzip(backup());
    done.accept(parts);

    assertRefused(zip(parts), "backup.damaged");
    assertThat(JdbcClient.create(target).sql("select count(*) from pg_namespace where nspname = 'ingest'").query(Long.class).single())
        .isZero();
    assertThat(folder.resolve("target")).doesNotExist();
  }

  @Test
  void anArchiveThatWasCutOffAndOneOfANewerFormatAreRefused() throws IOException {
    migrate(source, "8");
    byte[] archive = backup();
    byte[] half = Arrays.copyOf(archive, archive.length / 2);

    assertRefused(half, "backup.damaged");
    assertRefused(new byte[0], "backup.damaged");
    assertRefused(changed(archive, "\"format\" : 1", "\"format\" : 2"), "backup.format");
    assertRefused(changed(archive, "\"schema_version\" : \"8\"", "\"schema_version\" : \"999\""), "backup.newer");
    assertRefused(changed(archive, "\"site_version\" : null", "\"site_version\" : \"4\""), "backup.site-migrations");
  }

  @Test
  void whatAnEngineWritesAtItsFirstStartMakesWay() throws IOException {
    migrate(source, "9");
    fill();
    migrate(target, "9");
    JdbcClient.create(target).sql("insert into routing.route_revisions (file, revision, content, accepted_at)"
        + " values ('a.yaml', 1, 'x', now())").update();

    restore(backup());

    assertThat(JdbcClient.create(target).sql("select count(*) from routing.route_revisions").query(Long.class).single()).isZero();
    assertThat(JdbcClient.create(target).sql("select count(*) from ingest.file").query(Long.class).single()).isOne();
  }

  @Test
  void aDatabaseThatHoldsRowsOrOtherTablesIsRefused() throws IOException {
    migrate(source, "8");
    fill();
    byte[] archive = backup();
    migrate(target, "7");

    assertRefused(archive, "backup.other-schema");
    JdbcClient.create(target).sql("insert into ingest.file (kind, name, engine, state, received_at)"
        + " values ('k', 'n', 'e', 'received', now())").update();
    assertRefused(archive, "backup.not-empty");
    assertThat(JdbcClient.create(target).sql("select count(*) from ingest.file").query(Long.class).single()).isOne();
  }

  @Test
  void originalsThatAreMissingOrDamagedAreNamedAndDoNotKeepTheRestFromBeingSaved() throws IOException {
    migrate(source, "8");
    String intact = keepLarge("intact");
    String damaged = keepLarge("damaged");
    String missing = keepLarge("missing");
    Path contents = folder.resolve("source/content");
    Files.writeString(contents.resolve(damaged.substring(0, 2)).resolve(damaged), "other");
    Files.delete(contents.resolve(missing.substring(0, 2)).resolve(missing));
    new ContentFolder(contents, "test").keep(new ByteArrayInputStream("no row names it".getBytes(StandardCharsets.UTF_8)));

    Manifest manifest = restore(backup());

    assertThat(manifest.lost()).containsExactly(missing, damaged);
    assertThat(manifest.originals()).extracting(Manifest.Original::sha256).containsExactlyInAnyOrder(intact, damaged);
    var restored = new ContentFolder(folder.resolve("target/content"), "test");
    assertThat(restored.lookUp(intact)).hasValueSatisfying(file -> assertThat(file).hasContent("intact"));
    assertThat(restored.lookUp(damaged)).isEmpty();
    assertThat(JdbcClient.create(target).sql("select count(*) from ingest.content").query(Long.class).single()).isEqualTo(3);
  }

  private String keepLarge(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String sha256 = new ContentFolder(folder.resolve("source/content"), "test").keep(new ByteArrayInputStream(bytes));
    JdbcClient.create(source).sql("insert into ingest.content (sha256, size_bytes) values (?, ?)")
        .params(sha256, bytes.length).update();
    return sha256;
  }

  @Test
  void whatWasMadeByHandIsRefusedWithItsNameUntilAMigrationMakesIt() throws IOException {
    migrate(source, "8");
    fill();
    var from = JdbcClient.create(source);
    from.sql("create table public.notes (text text)").update();
    from.sql("create table public.drafts (id serial)").update();
    from.sql("alter table ingest.file add column colour text").update();
    from.sql("insert into public.notes values ('by hand')").update();
    byte[] archive = backup();
    Path site = Files.createDirectories(folder.resolve("migrations/site"));
    for (Path migration : listed(migrations)) {
      Files.copy(migration, site.resolveSibling(migration.getFileName()));
    }
    migrations = site.getParent();

    assertThatThrownBy(() -> restore(archive)).isInstanceOf(Refusal.class)
        .hasMessageContaining("backup.made-by-hand").hasMessageContaining("ingest.file.colour, public.notes");
    Files.writeString(site.resolve("S1__by_hand.sql"), """
        create table public.notes (text text);
        insert into public.notes values ('from the migration');
        alter table ingest.file add column colour text;
        """);
    restore(archive);

    var into = JdbcClient.create(target);
    assertThat(into.sql("select text from public.notes").query(String.class).list()).containsExactly("by hand");
    assertThat(into.sql("select count(*) from ingest.file").query(Long.class).single()).isOne();
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void rowsThatMigrationsPutIntoTablesMakePlaceForThoseOfTheArchive() throws IOException, SQLException {
    migrate(source, "8");
    try (var before = source.getConnection(); var after = target.getConnection()) {
      for (var database : List.of(before, after)) {
        try (var statement = database.createStatement()) {
          statement.execute("create table public.shelves (id int primary key, above int references public.shelves)");
          statement.execute("create table public.boxes (id int primary key, shelf int not null references public.shelves)");
        }
      }
      try (var statement = before.createStatement()) {
        statement.execute("insert into public.shelves values (2, 1), (1, null)");
        statement.execute("insert into public.boxes values (7, 2)");
      }
      try (var statement = after.createStatement()) {
        statement.execute("insert into public.shelves values (2, null), (3, 2)");
        statement.execute("insert into public.boxes values (7, 3), (8, 3)");
      }
      var tables = new SnapshotRepository(after);
      tables.clear();

      for (String name : tables.inOrder(Set.of("public.boxes", "public.shelves"))) {
        var rows = new ByteArrayOutputStream();
        List<String> columns = tables.tables().get(name);
        new SnapshotRepository(before).copyOut(name, columns, rows);
        tables.copyIn(name, columns, new ByteArrayInputStream(rows.toByteArray()));
      }
    }
    assertThat(JdbcClient.create(target).sql("select s.id || ' ' || s.above || ' ' || b.id from public.boxes b"
        + " join public.shelves s on s.id = b.shelf").query(String.class).list()).containsExactly("2 1 7");
  }

  @Test
  void whicheverByteIsFlippedTheArchiveIsRefusedOrSaysTheSame() throws IOException {
    migrate(source, "8");
    fill();
    byte[] archive = backup();
    Manifest whole = Backup.check(Files.write(folder.resolve("whole.zip"), archive));
    for (int at = 0; at < archive.length; at++) {
      archive[at] ^= 0x10;
      Path file = Files.write(folder.resolve("flipped.zip"), archive);
      try {
        assertThat(Backup.check(file)).as("byte %d", at).isEqualTo(whole);
      } catch (Refusal refusal) {
        assertThat(refusal.finding().code()).as("byte %d", at).isEqualTo("backup.damaged");
      }
      archive[at] ^= 0x10;
    }
  }

  private static byte[] changed(byte[] archive, String from, String to) {
    Map<String, byte[]> parts = unzip(archive);
    String manifest = new String(parts.get("manifest.json"), StandardCharsets.UTF_8);
    assertThat(manifest).contains(from);
    byte[] text = manifest.replace(from, to).getBytes(StandardCharsets.UTF_8);
    parts.put("manifest.json", text);
    parts.put("manifest.sha256", Sha256.of(text).getBytes(StandardCharsets.US_ASCII));
    return zip(parts);
  }

  private void assertRefused(byte[] archive, String code) {
    assertThatThrownBy(() -> restore(archive)).isInstanceOfSatisfying(Refusal.class,
        refusal -> assertThat(refusal.finding().code()).isEqualTo(code));
  }

  private static Map<String, byte[]> unzip(byte[] archive) {
    var parts = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private static byte[] zip(Map<String, byte[]> parts) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
