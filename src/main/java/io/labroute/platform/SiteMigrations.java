package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;

/**
 * Runs the product's migrations and after them those of the lab, which have a prefix and a history table of their own,
 * so that their numbers never meet.
 *
 * @param folder with the lab's migrations; it may be missing
 */
public record SiteMigrations(Path folder) implements FlywayMigrationStrategy {

  public static final String HISTORY = "flyway_schema_history_site";

  private static final Pattern NAME = Pattern.compile("S\\d+(?:[._]\\d+)*__.+\\.sql");

  /**
   * Migrates.
   *
   * @throws Refusal when a file of the lab is not named {@code S<number>__<words>.sql}; the product's migrations would
   *     take it for theirs, or nobody would take it at all
   */
  @Override
  public void migrate(Flyway product) {
    List<Path> files = files();
    files.forEach(SiteMigrations::requireName);
    migrateUnlessEnded(product);
    if (files.isEmpty()) {
      return;
    }
    configured(product, null).migrate();
  }

  /**
   * The lab's migrations, on the database of the product's.
   *
   * @param version the last one to be run; null for the newest
   */
  public Flyway configured(Flyway product, @Nullable String version) {
    var configuration = Flyway.configure()
        .configuration(product.getConfiguration())
        .locations("filesystem:" + folder)
        .sqlMigrationPrefix("S")
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0");
    return (version == null ? configuration : configuration.target(version)).load();
  }

  /** Spring's shutdown waits until the start is over, and the start until the database is there: an end cuts it short. */
  private static void migrateUnlessEnded(Flyway product) {
    var end = new Thread(Thread.currentThread()::interrupt);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      product.migrate();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException ending) {
        // It has run already.
      }
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var tree = Files.walk(folder)) {
      return tree.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireName(Path file) {
    String name = file.getFileName().toString();
    if (!NAME.matcher(name).matches()) {
      throw Finding.of("migrations.site-name", "The lab's migration %s is not named as one of the lab.".formatted(file))
          .value(name)
          .allowed("S, a number, two underscores, words, .sql; such as S1__freezers.sql")
          .refusal();
    }
  }
}
