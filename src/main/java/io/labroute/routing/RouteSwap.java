package io.labroute.routing;

import io.labroute.lab.Finding;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a file's routes in the place of its earlier ones; what is in work comes to its end first. */
record RouteSwap(CamelContext context) {

  private static final Logger log = LoggerFactory.getLogger(RouteSwap.class);
  private static final int PATIENCE_SECONDS = 25;

  /**
   * What is to become of a file.
   *
   * @param before what runs now; null for a new file
   * @param after what is to run; null for a file that was deleted
   */
  record Change(@Nullable RouteText before, @Nullable RouteText after) {}

  /**
   * Replaces the routes of several files at once, so that they can hand over identifiers.
   *
   * @return why the new routes of a file do not start, by file; its earlier ones run again
   */
  Map<String, Finding> replace(Map<String, Change> changes) {
    changes.values().stream().map(Change::before).filter(Objects::nonNull).forEach(this::remove);
    Map<String, Finding> failures = new TreeMap<>();
    changes.forEach((file, change) -> {
      if (change.after() == null) {
        return;
      }
      try {
        load(file, change.after());
      } catch (Exception failure) {
        failures.put(file, RouteTrial.finding(failure, change.after()));
        remove(change.after());
        if (change.before() != null) {
          restore(file, change.before());
        }
      }
    });
    return failures;
  }

  private void restore(String file, RouteText before) {
    try {
      load(file, before);
    } catch (Exception again) {
      log.error("{}: the earlier routes cannot be started again either", file, again);
    }
  }

  private void load(String file, RouteText text) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, text.content()));
    for (String route : text.routes().keySet()) {
      ServiceStatus status = context.getRouteController().getRouteStatus(route);
      boolean meant = context.getRoute(route) != null && Boolean.FALSE.equals(context.getRoute(route).isAutoStartup());
      if (status == null || !status.isStarted() && !meant) {
        throw Finding.of("route.not-started", "The route did not start.").at(text.routes().get(route)).value(route).refusal();
      }
    }
  }

  private void remove(RouteText text) {
    for (String route : text.routes().keySet()) {
      try {
        if (context.getRoute(route) != null) {
          context.getRouteController().stopRoute(route, PATIENCE_SECONDS, TimeUnit.SECONDS);
          context.removeRoute(route);
        }
      } catch (Exception failure) {
        log.warn("the route {} cannot be removed", route, failure);
      }
    }
    var models = (ModelCamelContext) context;
    for (String template : text.templates()) {
      try {
        models.removeRouteTemplateDefinition(models.getRouteTemplateDefinition(template));
      } catch (Exception failure) {
        log.warn("the template {} cannot be removed", template, failure);
      }
    }
    models.getRouteConfigurationDefinitions().removeIf(it -> text.configurations().contains(it.getId()));
  }
}
