package io.labroute.platform.backup;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.ContentFolder;
import io.labroute.platform.EngineProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Restores an archive into an empty engine: checks the archive, then the database, brings the schema to the archive's version,
 * copies originals and rows, and migrates to the newest version. What fails on the way leaves a database without rows.
 */
public final class Restore {

  /** What an engine writes when it starts, before anybody has dropped anything: its route files. */
  private static final Set<String> FILLED_BY_A_START = Set.of("routing.route_revisions");

  private final DataSource database;
  private final EngineProperties engine;
  private final SchemaVersions versions;
  private final boolean embedded;

  /**
   * @param migrations the folder of the product's migrations, and under it the lab's
   * @param embedded whether the database is the engine's own, to be swept clean where that is needed
   */
  public Restore(DataSource database, EngineProperties engine, Path migrations, boolean embedded) {
    this.database = database;
    this.engine = engine;
    this.versions = new SchemaVersions(database, migrations);
    this.embedded = embedded;
  }

  /**
   * Restores.
   *
   * @throws Refusal when the archive is damaged or newer than this release, or the database is not empty
   */
  public Manifest from(Path file) throws IOException {
    try (Archive archive = Archive.open(file)) {
      Manifest manifest = archive.manifest();
      requireKnown(manifest);
      boolean swept = makeRoom(manifest);
      try {
        makeTables(manifest);
        keepOriginals(archive);
        load(archive);
      } catch (SQLException | IOException | RuntimeException failure) {
        if (swept) {
          sweep();
        }
        throw failure;
      }
      versions.migrateToNewest();
      return manifest;
    } catch (SQLException e) {
      throw new UncategorizedSQLException("restore", null, e);
    }
  }

  private void requireKnown(Manifest manifest) {
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

  /**
   * Makes room for the archive's schema. Empty tables of the very same versions are used as they are; of others, only a
   * server of the engine's own is swept clean.
   *
   * @return whether everything was dropped, so that all that is made from now on may be dropped again
   */
  private boolean makeRoom(Manifest manifest) throws SQLException {
    try (Connection connection = database.getConnection()) {
      var tables = new SnapshotRepository(connection);
      Optional<String> filled = tables.filledTable(FILLED_BY_A_START);
      if (filled.isPresent()) {
        throw Finding.of("backup.not-empty", "The database is not empty, and restoring would mix two states.")
            .value("rows in " + filled.get())
            .maybe("give the engine an empty data folder (labroute.data), or an empty database of your server.").refusal();
      }
      String schemaVersion = tables.lastMigration(SchemaVersions.HISTORY);
      String siteVersion = tables.lastMigration(SchemaVersions.SITE_HISTORY);
      if (manifest.schemaVersion().equals(schemaVersion) && Objects.equals(manifest.siteVersion(), siteVersion)) {
        return false;
      }
      if (!embedded && !tables.tables().isEmpty()) {
        throw Finding.of("backup.other-schema", "The database has tables already, of another version than the archive's.")
            .value(versions(schemaVersion, siteVersion)).allowed(versions(manifest.schemaVersion(), manifest.siteVersion()))
            .maybe("make a new, empty database and restore into that.").refusal();
      }
    }
    if (embedded) {
      sweep();
    }
    return embedded;
  }

  private static String versions(@Nullable String schema, @Nullable String site) {
    return "schema version " + schema + (site == null ? "" : ", site version " + site);
  }

  private void sweep() throws SQLException {
    try (Connection connection = database.getConnection()) {
      new SnapshotRepository(connection).dropAll();
    }
  }

  /** What was made by hand is in the archive, too; a migration that the lab has written for it since then may make it. */
  private void makeTables(Manifest manifest) throws SQLException {
    versions.migrateTo(manifest.schemaVersion(), manifest.siteVersion());
    if (!unmade(manifest).isEmpty()) {
      versions.migrateSiteToNewest();
    }
    List<String> unmade = unmade(manifest);
    if (!unmade.isEmpty()) {
      throw Finding.of("backup.made-by-hand", "The archive has rows of tables or columns that no migration makes.")
          .value(String.join(", ", unmade))
          .maybe("they were made by hand: write a migration that makes them (migrations/site/S<number>__<words>.sql).")
          .refusal();
    }
  }

  private List<String> unmade(Manifest manifest) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Map<String, List<String>> made = new SnapshotRepository(connection).tables();
      return manifest.tables().stream().filter(table -> table.rows() > 0).flatMap(table -> {
        List<String> columns = made.get(table.name());
        return columns == null ? Stream.of(table.name())
            : table.columns().stream().filter(column -> !columns.contains(column))
                .map(column -> table.name() + "." + column);
      }).toList();
    }
  }

  private void keepOriginals(Archive archive) throws IOException {
    var contents = new ContentFolder(engine.contents(), "restore");
    contents.sweep();
    for (var original : archive.manifest().originals()) {
      if (original.isIntact()) {
        try (var in = archive.open(original.entry())) {
          contents.keep(in);
        }
      }
    }
  }

  /** In one transaction. Rows that migrations have put into tables make place for the archive's, which has them as well. */
  private void load(Archive archive) throws SQLException, IOException {
    Map<String, Manifest.Table> filled = new HashMap<>();
    archive.manifest().tables().stream().filter(table -> table.rows() > 0).forEach(table -> filled.put(table.name(), table));
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      var tables = new SnapshotRepository(connection);
      try {
        tables.clear();
        for (String name : tables.inOrder(filled.keySet())) {
          load(archive, filled.get(name), tables);
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

  private static void load(Archive archive, Manifest.Table table, SnapshotRepository tables)
      throws SQLException, IOException {
    try (var in = archive.open(table.entry())) {
      long rows = tables.copyIn(table.name(), table.columns(), in);
      if (rows != table.rows()) {
        throw new IllegalStateException("%s took %d of %d rows".formatted(table.name(), rows, table.rows()));
      }
    }
  }
}
