package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** What a word on the command line needs of the engine, read from the same settings: never a web server, never a route. */
public final class ToolContext {

  private static final Map<String, Object> QUIET = Map.of("logging.level.root", "warn",
      "logging.level.org.springframework", "off", "logging.level.org.apache.camel", "off", "logging.level.org.flywaydb", "error", "spring.main.log-startup-info", "false");

  private ToolContext() {}

  /** The settings alone. */
  @EnableConfigurationProperties(EngineProperties.class)
  @PropertySource("classpath:defaults.properties")
  private static final class Settings {}

  /** Lock, database and what speaks with it; nothing is migrated. */
  @Import({ClockConfiguration.class, StartChecks.class, DatabaseConfiguration.class, JsonText.class})
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
      TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
      JacksonAutoConfiguration.class, MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class})
  @PropertySource("classpath:defaults.properties")
  private static final class Database {}

  /** The engine's rules: their beans are made when they are asked for, and a database is there for none of them. */
  @EnableConfigurationProperties(EngineProperties.class)
  @Import({ClockConfiguration.class, StartChecks.class, JsonText.class})
  @ImportAutoConfiguration({DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
      JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
      JacksonAutoConfiguration.class, MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class})
  @PropertySource("classpath:defaults.properties")
  private static final class Rules {

    @Bean
    DataSource noDatabase() {
      return new AbstractDataSource() {
        @Override
        public Connection getConnection() throws SQLException {
          throw new SQLException("this command works without a database");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
          return getConnection();
        }
      };
    }
  }

  /**
   * What decides without a database: no lock is taken, nothing is started or touched.
   *
   * @param more classes that the word needs as well
   */
  public static ConfigurableApplicationContext rules(Class<?>... more) {
    return open(and(Rules.class, more));
  }

  /** The engine's settings, without touching anything. */
  public static ConfigurableApplicationContext settings() {
    return open(Settings.class);
  }

  /**
   * The engine's database, under its lock; an embedded server is started, and stopped when the context is closed.
   *
   * @param more classes that the word needs as well
   * @throws Refusal as the engine's own start does, such as {@code engine.already-running}; or when the database is away
   */
  public static ConfigurableApplicationContext database(Class<?>... more) {
    try {
      var context = open(and(Database.class, more));
      requireAnswer(context);
      return context;
    } catch (RuntimeException failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof Refusal refusal) {
          throw refusal;
        }
      }
      throw failure;
    }
  }

  /**
   * As {@link #database}, for words that speak with tables of this release.
   *
   * @throws Refusal also when the engine has not made them yet
   */
  public static ConfigurableApplicationContext migratedDatabase(Class<?>... more) {
    var context = database(more);
    try {
      int missing = Flyway.configure().dataSource(context.getBean(DataSource.class))
          .locations("filesystem:" + StartChecks.MIGRATIONS).load().info().pending().length;
      if (missing > 0) {
        throw Finding.of("database.not-migrated", "The database has not been brought to this release yet.")
            .value(missing + " migrations are missing").maybe("start the engine in this folder once.").refusal();
      }
      return context;
    } catch (RuntimeException refused) {
      context.close();
      throw refused;
    }
  }

  /** The engine waits for its database; a person at the command line is told. */
  private static void requireAnswer(ConfigurableApplicationContext context) {
    try (var connection = context.getBean(DataSource.class).getConnection()) {
      connection.getMetaData();
    } catch (SQLException away) {
      context.close();
      Throwable reason = away.getCause() == null ? away : away.getCause();
      throw Finding.of("database.away", "The database does not answer: " + reason.getMessage())
          .maybe("it is being restarted, or spring.datasource.url, username or password are not right.").refusal();
    }
  }

  private static Class<?>[] and(Class<?> first, Class<?>... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(Class<?>[]::new);
  }

  private static ConfigurableApplicationContext open(Class<?>... sources) {
    return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE).bannerMode(Banner.Mode.OFF)
        .lazyInitialization(true).properties(QUIET).run();
  }
}
