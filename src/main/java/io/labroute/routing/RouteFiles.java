package io.labroute.routing;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Loads the YAML files of {@code routes/} once the engine stands. A broken file disables itself alone. */
@Component
class RouteFiles implements CamelContextConfiguration {

  private static final Logger log = LoggerFactory.getLogger(RouteFiles.class);
  private static final Path FOLDER = Path.of("routes");

  private final Map<String, Finding> faults = new ConcurrentSkipListMap<>();
  private volatile @Nullable CamelContext context;

  /** What is wrong with which file; empty when all are loaded. */
  Map<String, Finding> faults() {
    return Map.copyOf(faults);
  }

  /** Every route with its status, {@code Started} when it runs. */
  Map<String, String> routes() {
    CamelContext loaded = context;
    var statuses = new TreeMap<String, String>();
    if (loaded != null) {
      loaded.getRoutes().forEach(route -> statuses.put(route.getRouteId(),
          String.valueOf(loaded.getRouteController().getRouteStatus(route.getRouteId()))));
    }
    return statuses;
  }

  @Override
  public void beforeApplicationStart(CamelContext context) {
    // Route files need the templates, which the context holds only once it has started.
  }

  @Override
  public void afterApplicationStart(CamelContext context) {
    try (var files = Files.list(FOLDER)) {
      files.filter(file -> file.getFileName().toString().endsWith(".yaml") && !isHidden(file)).sorted()
          .forEach(file -> load(context, file));
    } catch (IOException e) {
      fault(FOLDER, Finding.of("route.folder-missing", "The folder routes/ cannot be read, so no inbox is watched.")
          .maybe("start the engine in its project's folder."));
    }
    this.context = context;
  }

  private void load(CamelContext context, Path file) {
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "file:" + file));
      log.debug("{} is loaded", file);
    } catch (Exception failure) {
      fault(file, finding(failure));
    }
  }

  private void fault(Path file, Finding finding) {
    faults.put(file.toString(), finding);
    log.error("{} is disabled: {}", SafeFileName.printable(file.toString()), finding.text());
  }

  private static Finding finding(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof Refusal)) {
      root = root.getCause();
    }
    return root instanceof Refusal refusal ? refusal.finding()
        : Finding.of("route.not-loaded", "The route file cannot be loaded: " + root.getMessage());
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
