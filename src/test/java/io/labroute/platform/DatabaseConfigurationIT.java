package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseConfigurationIT {

  @TempDir
  Path folder;

  private ApplicationContextRunner engine;

  @BeforeEach
  void settings() throws IOException {
    Path migrations = Files.createDirectory(folder.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__ours.sql"), 
        "create table ours (id int); create schema tracking; create table tracking.simulated_lab (since timestamptz)");
    engine = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
        .withUserConfiguration(Defaults.class, ClockConfiguration.class, DatabaseConfiguration.class, StartNotice.class)
        .withPropertyValues("labroute.data=" + folder.resolve("data"), "labroute.database.port=0",
            "spring.flyway.locations=filesystem:" + migrations, "spring.flyway.connect-retries-interval=1s");
  }

  @PropertySource("classpath:defaults.properties")
  static class Defaults {}

  @Test
  void startsAndMigratesItsOwnDatabaseAndStopsItBeforeItGivesTheLockFree() {
    var server = new EmbeddedPostgres[1];
    engine.run(context -> {
      server[0] = context.getBean(EmbeddedPostgres.class);
      var jdbc = context.getBean(JdbcClient.class);
      assertThat(jdbc.sql("select count(*) from ours").query(Long.class).single()).isZero();
      assertThat(jdbc.sql("show application_name").query(String.class).single()).isEqualTo("labroute");
      assertThat(context.getBean(StartNotice.class).text())
          .contains(server[0].jdbcUrl(), "user labroute", "password in " + folder.resolve("data/database-password"))
          .contains(Path.of("inbox").toAbsolutePath().toString())
          .doesNotContain(server[0].password());
    });

    assertThat(server[0].dataFolder().resolve("postgresql.conf")).exists();
    assertThat(server[0].dataFolder().resolve("postmaster.pid")).doesNotExist();
    EngineLock.acquire(folder.resolve("data")).close();
  }

  @Test
  void usesTheServerThatIsNamedInstead() {
    TestDatabase database = TestPostgres.create();
    engine.withPropertyValues("spring.datasource.url=" + database.jdbcUrl() + "?ssl=false",
        "spring.datasource.username=" + database.user(), "spring.datasource.password=" + database.password())
        .run(context -> {
          assertThat(context).hasSingleBean(DataSource.class).doesNotHaveBean(EmbeddedPostgres.class);
          assertThat(context.getBean(JdbcClient.class).sql("select count(*) from ours").query(Long.class).single())
              .isZero();
          assertThat(context.getBean(StartNotice.class).text())
              .contains("Database:  " + database.jdbcUrl() + ", user labroute, password as set in")
              .doesNotContain(database.password());
          assertThat(folder.resolve("data/engine.lock")).exists();
          assertThat(folder.resolve("data/postgresql-18")).doesNotExist();
        });
  }

  @Test
  void waitsForANamedServerThatIsAwayAndSaysSo(CapturedOutput output) throws IOException {
    int port = freePort();
    var started = CompletableFuture.runAsync(() -> engine.withPropertyValues(
        "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/labroute",
        "spring.datasource.username=labroute", "spring.datasource.password=late",
        "spring.datasource.hikari.connection-timeout=1000")
        .run(context -> assertThat(
            context.getBean(JdbcClient.class).sql("select count(*) from ours").query(Long.class).single()).isZero()));
    await().atMost(Duration.ofSeconds(60)).until(() -> output.getAll().contains("Retrying"));

    try (var lock = EngineLock.acquire(folder.resolve("server"));
        var server = EmbeddedPostgres.start(lock.data(), port, "late", lock)) {
      assertThat(started).succeedsWithin(Duration.ofSeconds(60));
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @Test
  void refusesASecondEngineBeforeItReachesTheDatabase() {
    try (var lock = EngineLock.acquire(folder.resolve("data"))) {
      engine.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/nowhere").run(context ->
          assertThat(context).getFailure().rootCause().hasMessageContaining(lock.data().toString())
              .hasMessageStartingWith("[engine.already-running]"));
    }
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }
}
