package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SiteMigrationsIT {

  @TempDir
  Path migrations;

  private Path site;
  private JdbcClient jdbc;
  private Flyway product;

  @BeforeEach
  void database() throws IOException {
    TestDatabase database = TestPostgres.create();
    var source = new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
    jdbc = JdbcClient.create(source);
    product = Flyway.configure().dataSource(source).locations("filesystem:" + migrations).load();
    Files.writeString(migrations.resolve("V1__ours.sql"), "create table ours (id int)");
    site = migrations.resolve("site");
  }

  @Test
  void runsTheLabsMigrationsAfterOursWithAHistoryOfTheirOwn() throws IOException {
    Files.createDirectory(site);
    Files.writeString(site.resolve("S1__freezers.sql"), "create table freezers as select * from ours");
    Files.writeString(site.resolve("README.md"), "");
    migrate();
    Files.writeString(site.resolve("S2__shelves.sql"), "create table shelves (id int)");
    Files.writeString(migrations.resolve("V2__more.sql"), "create table more (id int)");

    migrate();

    assertThat(scripts("flyway_schema_history")).containsExactly("V1__ours.sql", "V2__more.sql");
    assertThat(scripts("flyway_schema_history_site")).containsExactly("S1__freezers.sql", "S2__shelves.sql");
  }

  @Test
  void refusesALabsMigrationThatWouldBeTakenForOursBeforeAnythingRuns() throws IOException {
    Files.createDirectory(site);
    Files.writeString(site.resolve("V7__freezers.sql"), "create table freezers (id int)");

    assertThatThrownBy(this::migrate)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("V7__freezers.sql")
        .hasMessageContaining("S1__freezers.sql");
    assertThat(jdbc.sql("select to_regclass('ours')").query(String.class).optional()).isEmpty();
  }

  @Test
  void needsNoMigrationsOfTheLab() {
    migrate();

    assertThat(scripts("flyway_schema_history")).containsExactly("V1__ours.sql");
    assertThat(jdbc.sql("select to_regclass('flyway_schema_history_site')").query(String.class).optional()).isEmpty();
  }

  private void migrate() {
    new SiteMigrations(site).migrate(product);
  }

  private List<String> scripts(String history) {
    return jdbc.sql("select script from " + history + " where type = 'SQL' order by installed_rank")
        .query(String.class).list();
  }
}
