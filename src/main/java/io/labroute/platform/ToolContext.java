package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** What a word on the command line needs of the engine, read from the same settings: never a web server, never a route. */
public final class ToolContext {

  private static final Map<String, Object> QUIET = Map.of("logging.level.root", "warn",
      "logging.level.org.springframework", "off", "logging.level.org.flywaydb", "error", "spring.main.log-startup-info", "false");

  private ToolContext() {}

  /** The settings alone. */
  @EnableConfigurationProperties(EngineProperties.class)
  @PropertySource("classpath:defaults.properties")
  private static final class Settings {}

  /** Lock, database and what speaks with it; nothing is migrated. */
  @Import({ClockConfiguration.class, StartChecks.class, DatabaseConfiguration.class, JsonText.class})
  @ImportAutoConfiguration({DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
      JdbcTemplateAutoConfiguration.class, JacksonAutoConfiguration.class})
  @PropertySource("classpath:defaults.properties")
  private static final class Database {}

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
    var sources = new Class<?>[more.length + 1];
    sources[0] = Database.class;
    System.arraycopy(more, 0, sources, 1, more.length);
    try {
      var context = open(sources);
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

  private static ConfigurableApplicationContext open(Class<?>... sources) {
    return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE).bannerMode(Banner.Mode.OFF)
        .properties(QUIET).run();
  }
}
