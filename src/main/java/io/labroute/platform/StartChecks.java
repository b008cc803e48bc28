package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What must be right before anything is started. */
@Configuration(proxyBeanMethods = false)
class StartChecks {

  /** The folder of migrations, in the project's folder. */
  static final String MIGRATIONS = "migrations";

  @Bean
  static BeanFactoryPostProcessor checksBeforeTheStart(Environment settings) {
    return beans -> {
      requireProjectFolder(Path.of(MIGRATIONS));
      LoopbackOnly.require(settings);
      LocaleCheck.warning(System.getProperty("sun.jnu.encoding", ""))
          .ifPresent(warning -> LoggerFactory.getLogger(StartChecks.class).warn(warning.text()));
    };
  }

  /**
   * Requires the folder that the database is made from.
   *
   * @throws Refusal when it is missing
   */
  static void requireProjectFolder(Path migrations) {
    if (!Files.isDirectory(migrations)) {
      throw Finding.of("engine.not-in-its-folder", "There is no folder %s.".formatted(migrations.toAbsolutePath()))
          .maybe("the engine was started elsewhere: start it in its project's folder, which holds application.yaml, "
              + "routes/ and migrations/.")
          .refusal();
    }
  }
}
