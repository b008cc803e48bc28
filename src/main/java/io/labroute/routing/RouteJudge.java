package io.labroute.routing;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Judges whether the content of a route file could be put to work, from its letters to a trial. */
@Component
@EnableConfigurationProperties(RouteGuard.class)
class RouteJudge {

  private final RouteGuard guard;
  private final RouteSchema schema;
  private final RouteTrial trial;

  RouteJudge(RouteGuard guard, RouteSchema schema, RouteTrial trial) {
    this.guard = guard;
    this.schema = schema;
    this.trial = trial;
  }

  /**
   * The files that a content has to get along with.
   *
   * @param running those at work, by name
   * @param changed contents of those that change in the same save
   * @param gone names of those that were deleted
   * @param accepted revisions that were put to work by an earlier start: their language needs no second look
   */
  record Others(Map<String, RouteText> running, Map<String, String> changed, List<String> gone, Map<String, RouteRevision> accepted) {

    /** None but those at work. */
    Others(Map<String, RouteText> running) {
      this(running, Map.of(), List.of(), Map.of());
    }
  }

  /**
   * Judges a content.
   *
   * @param live the context that it is meant for
   * @throws Refusal when it could not be put to work
   */
  RouteText judge(CamelContext live, String file, String content, Others others) {
    requireText(content);
    guard.check(content);
    RouteText text = RouteText.read(content);
    for (var other : others.running().entrySet()) {
      if (!other.getKey().equals(file) && !others.gone().contains(other.getKey())) {
        requireOwn(text, other.getKey(), keptRoutes(other.getKey(), other.getValue(), others.changed()));
      }
    }
    trial.run(live, file, text, filesOfTemplates(file, text.used(), others));
    RouteRevision accepted = others.accepted().get(file);
    if (accepted == null || !content.equals(accepted.content())) {
      schema.check(content);
    }
    return text;
  }

  private static void requireText(String content) {
    if (content.isBlank()) {
      throw Finding.of("route.empty", "The route file is empty.").maybe("its editor is still writing; to end its routes, delete it.")
          .refusal();
    }
    if (content.length() > RouteFolder.LARGEST_FILE) {
      throw Finding.of("route.too-large", "The route file is too large.")
          .allowed("at most " + RouteFolder.LARGEST_FILE + " bytes").refusal();
    }
    if (content.indexOf('\uFFFD') >= 0) {
      throw Finding.of("route.not-utf-8", "The route file is not encoded in UTF-8.")
          .at(Place.line(content.substring(0, content.indexOf('\uFFFD')).lines().count()))
          .maybe("its editor saved it in another encoding.").refusal();
    }
  }

  /** The other files whose templates a file uses, as they will be after this save. */
  private static List<RouteText> filesOfTemplates(String file, Set<String> used, Others others) {
    Map<String, RouteText> all = new TreeMap<>(others.running());
    others.changed().forEach((other, content) -> readable(content).ifPresent(text -> all.put(other, text)));
    all.remove(file);
    return all.values().stream().filter(text -> text.templates().stream().anyMatch(used::contains)).toList();
  }

  static Optional<RouteText> readable(String content) {
    try {
      return Optional.of(RouteText.read(content));
    } catch (Refusal faulty) {
      return Optional.empty();
    }
  }

  /** The identifiers that a file will have: of several that change in one save, some may hand theirs over. */
  private static Set<String> keptRoutes(String file, RouteText text, Map<String, String> changed) {
    return Optional.ofNullable(changed.get(file)).flatMap(RouteJudge::readable).orElse(text).routes().keySet();
  }

  private static void requireOwn(RouteText text, String other, Set<String> taken) {
    text.routes().forEach((route, place) -> {
      if (taken.contains(route)) {
        throw Finding.of("route.id-taken", "Another file, %s, has a route of this identifier.".formatted(other)).at(place)
            .value(route).maybe("the file was copied: give the route another identifier.").refusal();
      }
    });
  }
}
