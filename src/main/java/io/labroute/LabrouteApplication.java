package io.labroute;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.PropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The engine. */
@SpringBootApplication
@EnableScheduling
@PropertySource("classpath:defaults.properties")
public class LabrouteApplication {

  /** Flyway warns at each start of a PostgreSQL that is newer than itself; the tests here run on that very version. */
  private static final Map<String, Object> QUIET = Map.of(
      "logging.level.org.flywaydb.core.internal.database.base.Database", "error",
      "logging.level.org.flywaydb.core.internal.resource.ResourceNameValidator", "warn");

  public static void main(String[] arguments) {
    var application = new SpringApplication(LabrouteApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(QUIET);
    application.run(arguments);
  }
}
