package io.labroute.platform.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.ContentFolder;
import io.labroute.platform.EmbeddedPostgres;
import io.labroute.platform.EngineProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Restores an archive into an empty engine: checks the archive, then the database, brings the schema to the archive's version,
 * copies originals and rows, and migrates to the newest version. What fails on the way leaves a database without rows.
 */
public final class Restore {

  private static final Path MIGRATIONS = Path.of("migrations");

  private final DataSource database;
  private final EngineProperties engine;
  private final Optional<EmbeddedPostgres> embedded;
  private final ObjectMapper json;

  public Restore(DataSource database, EngineProperties engine, Optional<EmbeddedPostgres> embedded, ObjectMapper json) {
    this.database = database;
    this.engine = engine;
    this.embedded = embedded;
    this.json = json;
  }

  /**
   * Restores.
   *
   * @throws Refusal when the archive is damaged or newer than this release, or the database is not empty
   */
  public Manifest from(Path file) throws IOException {
    try (Archive archive = Archive.open(file, json)) {
      Manifest manifest = archive.manifest();
      var versions = new SchemaVersions(database, MIGRATIONS);
      requireKnown(manifest, versions);
      empty(manifest);
      versions.migrateTo(manifest.schemaVersion(), manifest.siteVersion());
      keepOriginals(archive);
      load(archive);
      versions.migrateToNewest();
      return manifest;
    } catch (SQLException e) {
      throw new UncategorizedSQLException("restore", null, e);
    }
  }

  private static void requireKnown(Manifest manifest, SchemaVersions versions) {
    if (!versions.knows(manifest.schemaVersion())) {
      throw Finding.of("backup.newer", "The archive was made by a newer release than this one.")
          .value("schema version " + manifest.schemaVersion()).maybe("restore it with that release.").refusal();
    }
    if (manifest.siteVersion() != null && !versions.knowsSite(manifest.siteVersion())) {
      throw Finding.of("backup.site-migrations", "The archive has tables of the lab whose migrations are not here.")
          .value("site version " + manifest.siteVersion())
          .maybe("copy migrations/site/ from the machine that the archive comes from.").refusal();
    }
  }

  /** Makes room for the archive's schema; only a server of the engine's own is swept clean for that. */
  private void empty(Manifest manifest) throws SQLException {
    try (Connection connection = database.getConnection()) {
      var tables = new SnapshotRepository(connection);
      Optional<String> filled = tables.filledTable();
      if (filled.isPresent()) {
        throw Finding.of("backup.not-empty", "The database is not empty, and restoring would mix two states.")
            .value("rows in " + filled.get())
            .maybe("give the engine an empty data folder (labroute.data), or an empty database of your server.").refusal();
      }
      boolean fits = manifest.schemaVersion().equals(tables.lastMigration(SchemaVersions.HISTORY));
      if (embedded.isPresent()) {
        tables.dropAll();
      } else if (!fits && !tables.tables().isEmpty()) {
        throw Finding.of("backup.other-schema", "The database has tables already, of another version than the archive's.")
            .value("schema version " + tables.lastMigration(SchemaVersions.HISTORY)).allowed(manifest.schemaVersion())
            .maybe("make a new, empty database and restore into that.").refusal();
      }
    }
  }

  private void keepOriginals(Archive archive) throws IOException {
    var contents = new ContentFolder(engine.contents(), "restore");
    contents.sweep();
    for (var original : archive.manifest().originals()) {
      try (var in = archive.open(original.entry())) {
        contents.keep(in);
      }
    }
  }

  private void load(Archive archive) throws SQLException, IOException {
    Map<String, Manifest.Table> byName = new HashMap<>();
    archive.manifest().tables().forEach(table -> byName.put(table.name(), table));
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      var tables = new SnapshotRepository(connection);
      try {
        for (String name : tables.inOrder(byName.keySet())) {
          Manifest.Table table = byName.get(name);
          try (var in = archive.open(table.entry())) {
            long rows = tables.copyIn(name, table.columns(), in);
            if (rows != table.rows()) {
              throw new IllegalStateException("%s took %d of %d rows".formatted(name, rows, table.rows()));
            }
          }
        }
        for (var sequence : archive.manifest().sequences()) {
          tables.set(sequence);
        }
        connection.commit();
      } catch (SQLException | IOException | RuntimeException failure) {
        connection.rollback();
        throw failure;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }
}
