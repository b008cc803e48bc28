package io.labroute.platform.backup;

import io.labroute.platform.SiteMigrations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;

/** The migrations of product and lab, up to any version of theirs. */
record SchemaVersions(DataSource database, Path folder) {

  static final String HISTORY = "flyway_schema_history";
  static final String SITE_HISTORY = SiteMigrations.HISTORY;

  /** Whether this release has a migration. */
  boolean knows(String version) {
    return Arrays.stream(product(null).info().all()).anyMatch(it -> it.getVersion() != null
        && it.getScript() != null && it.getVersion().equals(MigrationVersion.fromVersion(version)));
  }

  /** Whether the lab's migration is there. */
  boolean knowsSite(String version) {
    return Files.isDirectory(siteFolder()) && Arrays.stream(sites().configured(product(null), null).info().all())
        .anyMatch(it -> MigrationVersion.fromVersion(version).equals(it.getVersion()));
  }

  /** Brings an empty database to a state in the past. */
  void migrateTo(String version, @Nullable String siteVersion) {
    product(version).migrate();
    if (siteVersion != null) {
      sites().configured(product(null), siteVersion).migrate();
    }
  }

  void migrateToNewest() {
    sites().migrate(product(null));
  }

  /** The lab's tables alone. */
  void migrateSiteToNewest() {
    if (Files.isDirectory(siteFolder())) {
      sites().configured(product(null), null).migrate();
    }
  }

  private SiteMigrations sites() {
    return new SiteMigrations(siteFolder());
  }

  private Path siteFolder() {
    return folder.resolve("site");
  }

  private Flyway product(@Nullable String version) {
    var configuration = Flyway.configure().dataSource(database).locations("filesystem:" + folder).table(HISTORY);
    return (version == null ? configuration : configuration.target(version)).load();
  }
}
