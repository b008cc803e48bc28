package io.labroute;

import io.labroute.cli.Labroute;
import io.labroute.platform.LabNature;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.PropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The engine; with a word behind it, a command-line tool. */
@SpringBootApplication
@EnableScheduling
@PropertySource("classpath:defaults.properties")
public class LabrouteApplication {

  /**
   * Flyway warns at each start of a PostgreSQL that is newer than itself; the tests here run on that very version. Camel tells
   * of each context that starts, and each trial of a route file is one.
   */
  private static final Map<String, Object> QUIET = Map.of(
      "logging.level.org.flywaydb.core.internal.database.base.Database", "error",
      "logging.level.org.flywaydb.core.internal.resource.ResourceNameValidator", "warn",
      "logging.level.org.quartz", "warn",
      "logging.level.org.apache.camel.component.quartz", "warn",
      "logging.level.org.apache.camel.impl.engine.AbstractCamelContext", "warn");

  public static void main(String[] arguments) {
    if (arguments.length > 0 && (!arguments[0].startsWith("--") || Labroute.OPTIONS.contains(arguments[0]))) {
      System.exit(Labroute.run(arguments));
    }
    var application = new SpringApplication(LabrouteApplication.class);
    if (List.of(arguments).contains("--" + LabNature.PROFILE)) {
      application.setAdditionalProfiles(LabNature.PROFILE);
    }
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(QUIET);
    application.run(arguments);
  }
}
