package io.labroute.platform;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Puts a simulated lab into places of its own, below those of the real one, so that neither sees the other's database, inbox or
 * devices: whatever the configuration says of the real lab's folders. Ports differ too, unless environment or command line set them.
 */
public final class SimulatedPlaces implements EnvironmentPostProcessor, Ordered {

  @Override
  public void postProcessEnvironment(ConfigurableEnvironment settings, SpringApplication application) {
    if (!LabNature.of(settings).isSimulated()) {
      return;
    }
    Path data = Path.of(settings.getProperty("labroute.data", "data")).resolve("simulated");
    settings.getPropertySources().addFirst(new MapPropertySource("places of the simulated lab", Map.of(
        "labroute.data", data.toString(),
        "labroute.inbox", data.resolve("inbox").toString(),
        "labroute.worklists.folder", data.resolve("worklists-out").toString(),
        "labroute.worklists.profiles", "lab/simulation/devices")));
    // What the simulated devices drop is complete when it appears, so that it need not settle for long.
    settings.getPropertySources().addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
        new MapPropertySource("usual settings of the simulated lab", Map.of(
            "server.port", 8081, "labroute.database.port", 15_433, "labroute.ingest.settle", "100ms")));
  }

  /** When all files of configuration were read. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
