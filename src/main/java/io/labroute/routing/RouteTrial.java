package io.labroute.routing;

import io.labroute.ingest.IngestProperties;
import io.labroute.ingest.Kinds;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.platform.EngineProperties;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.stereotype.Component;

/**
 * Tries route files in a context that is thrown away: everything is made, with the engine's settings and beans, and nothing is
 * started.
 */
@Component
class RouteTrial {

  private static final Pattern PLACE = Pattern.compile("line:? (\\d+)(?:, column:? (\\d+))?");

  private final Kinds kinds;
  private final EngineProperties engine;
  private final IngestProperties limits;
  private final RouteGuard guard;
  private final Clock clock;

  RouteTrial(Kinds kinds, EngineProperties engine, IngestProperties limits, RouteGuard guard, Clock clock) {
    this.guard = guard;
    this.clock = clock;
    this.kinds = kinds;
    this.engine = engine;
    this.limits = limits;
  }

  /**
   * Tries a file.
   *
   * @param live the context that it is meant for
   * @param others files with templates that it may use
   * @throws Refusal when anything of it cannot be made
   */
  void run(CamelContext live, String file, RouteText text, Collection<RouteText> others) {
    try (var trial = new DefaultCamelContext(new DefaultRegistry(new BeansOfTrial(live.getRegistry())))) {
      trial.disableJMX();
      trial.setAutoStartup(false);
      trial.getRegistry().bind("quartz-component", QuartzComponent.class, RouteTrial::withoutTicks);
      trial.getPropertiesComponent().addPropertiesSource(new PropertiesSource() {
        @Override
        public String getName() {
          return "engine";
        }

        @Override
        public String getProperty(String name) {
          return live.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
      });
      trial.addRoutes(new InboxRouteTemplate(null, kinds, engine, limits));
      trial.addRoutes(new EveryRouteTemplate(engine, clock));
      for (RouteText other : others) {
        PluginHelper.getRoutesLoader(trial).loadRoutes(ResourceHelper.fromString("others.yaml", other.content()));
      }
      PluginHelper.getRoutesLoader(trial).loadRoutes(ResourceHelper.fromString(file, text.content()));
      text.instances().forEach(instance -> requireKnownParameters(trial, instance));
      trial.start();
      trial.getEndpoints().forEach(endpoint -> guard.checkEndpoint(endpoint.getEndpointUri()));
    } catch (Exception failure) {
      throw finding(failure, text).refusal();
    }
  }

  /** Quartz with no clock that ticks. It needs half a second to end if it waits for its jobs; in a trial there are none. */
  static QuartzComponent withoutTicks() {
    var quartz = new QuartzComponent() {
      @Override
      protected void doStop() throws Exception {
        if (getScheduler() != null) {
          getScheduler().shutdown(false);
          setScheduler(null);
        }
        super.doStop();
      }
    };
    quartz.setAutoStartScheduler(false);
    return quartz;
  }

  /** Camel ignores a parameter that the template does not have, so that a misspelled one would have no effect. */
  private static void requireKnownParameters(ModelCamelContext trial, RouteText.Instance instance) {
    Set<String> known = new TreeSet<>();
    trial.getRouteTemplateDefinition(instance.template()).getTemplateParameters().forEach(it -> known.add(it.getName()));
    instance.parameters().forEach((name, place) -> {
      if (!known.contains(name)) {
        throw Finding.of("route.unknown-parameter", "The template %s has no such parameter.".formatted(instance.template()))
            .at(place).value(name).allowed(String.join(", ", known)).maybe("it is misspelled.").refusal();
      }
    });
  }

  /** What a failure of Camel says, at the place that it names or, where it names a route, at that route. */
  static Finding finding(Throwable failure, RouteText text) {
    Throwable root = failure;
    Place place = Place.UNKNOWN;
    String message = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        Finding told = refusal.finding();
        return told.where().equals(Place.UNKNOWN) ? told.at(placeOfOne(text)) : told;
      }
      root = cause;
      message += cause.getMessage() + "\n";
    }
    Matcher named = PLACE.matcher(message);
    if (named.find()) {
      place = Place.at(Long.parseLong(named.group(1)), named.group(2) == null ? 1 : Integer.parseInt(named.group(2)));
    } else {
      place = placeOfOne(text);
      for (var route : text.routes().entrySet()) {
        if (message.contains(route.getKey())) {
          place = route.getValue();
        }
      }
      for (var instance : text.instances()) {
        if (message.contains("RouteTemplate with id " + instance.template())) {
          place = instance.place();
        }
      }
    }
    String what = String.valueOf(root.getMessage()).strip();
    return Finding.of("route.not-loaded", "The routes cannot be made: " + what.lines().findFirst().orElse(root.toString()))
        .at(place).maybe(cure(message));
  }

  /** Where a file makes one route only, that is the one. */
  private static Place placeOfOne(RouteText text) {
    return text.routes().size() == 1 ? text.routes().values().iterator().next() : Place.UNKNOWN;
  }

  private static String cure(String message) {
    if (message.contains("Unknown node id") || message.contains("Unsupported field")) {
      return "a word of the route language is misspelled, or stands one level too deep.";
    }
    if (message.contains("No endpoint could be found") || message.contains("No component found")) {
      return "the component is misspelled, or is not part of this release.";
    }
    if (message.contains("Unknown parameters")) {
      return "an option of the component is misspelled.";
    }
    if (message.contains("Cannot find RouteTemplate") || message.contains("route template")) {
      return "the template is misspelled, or a parameter that it needs is missing.";
    }
    return message.contains("Property with key")
        ? "the placeholder is set neither in application.yaml nor in the environment."
        : "compare the file with its last good revision.";
  }
}
