package io.labroute.routing;

import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Judges a route file as a running engine would, with this folder's settings and its other route files, and without engine or
 * database. What only shows when a route starts, such as a folder that cannot be written, is not found here.
 *
 * @param engine holds the engine's beans and settings
 */
public record RouteCheck(ConfigurableApplicationContext engine) {

  /**
   * Judges a file.
   *
   * @throws Refusal when it could not be put to work
   */
  public void check(Path file) throws IOException {
    String name = file.toAbsolutePath().getFileName().toString();
    String content = RouteFolder.read(file);
    try (var live = context()) {
      Map<String, RouteText> others = new TreeMap<>();
      RouteFolder.of(engine.getBean(LabNature.class)).contents(Map.of(), (other, unreadable) -> { })
          .forEach((other, text) -> RouteJudge.readable(text).ifPresent(readable -> others.put(other, readable)));
      others.remove(name);
      engine.getBean(RouteJudge.class).judge(live, name, content, new RouteJudge.Others(others));
    }
  }

  /** Never started: only its beans and settings are asked for. */
  private DefaultCamelContext context() {
    var context = new DefaultCamelContext(new DefaultRegistry(new ApplicationContextBeanRepository(engine)));
    context.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
      @Override
      public String getName() {
        return "settings";
      }

      @Override
      public String getProperty(String name) {
        return engine.getEnvironment().getProperty(name);
      }
    });
    return context;
  }
}
