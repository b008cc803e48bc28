package io.labroute.routing;

import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A guard-rail, no sandbox: refuses what an administrator of routes does not need and what has been put into files of routes
 * by mistake or from examples. Who edits routes stays trusted like who writes code.
 *
 * @param allow components and words that a lab wants all the same, under {@code labroute.routes}
 */
@ConfigurationProperties("labroute.routes")
record RouteGuard(@DefaultValue Set<String> allow) {

  /** What routes may speak with. */
  private static final Set<String> COMPONENTS = Set.of("file", "direct", "seda", "timer", "scheduler", "quartz", "cron", "log",
      "bean", "sql", "smtp", "smtps", "controlbus", "mock", "stub", "ref");

  private static final Set<String> WORDS = Set.of("beans", "script", "groovy", "joor", "java", "js", "mvel", "ognl", "python",
      "rest", "restConfiguration", "rest-configuration", "spel", "wasm");

  private static final Set<String> ADDRESSES = Set.of("uri", "from", "to", "toD", "to-d", "wireTap", "wire-tap", "enrich",
      "pollEnrich", "poll-enrich", "poll", "deadLetterUri", "dead-letter-uri", "interceptFrom", "interceptSendToEndpoint");

  /** Refuses a text that holds what is not allowed. */
  void check(String content) {
    visit("", YamlTree.parse(new StringReader(content)));
  }

  /**
   * Refuses an endpoint that a route has made, by whatever way its address came together.
   *
   * @param uri in Camel's own form, such as {@code sql://file:routes/sql/a.sql}
   */
  void checkEndpoint(String uri) {
    String component = uri.substring(0, Math.max(0, uri.indexOf(':')));
    requireAllowed(component, Place.UNKNOWN);
    requireFileOfSql(component + ":" + uri.substring(component.length() + 1).replaceFirst("^//", ""), Place.UNKNOWN);
  }

  private void visit(String key, TreeNode node) {
    if (node instanceof Mapping map) {
      for (var entry : map.entries()) {
        if (WORDS.contains(entry.key()) && !allow.contains(entry.key())) {
          throw refused("route.word-not-allowed", "A route must not use this.", entry.value().place(), entry.key());
        }
        visit(entry.key(), entry.value());
      }
    } else if (node instanceof Sequence list) {
      list.items().forEach(item -> visit(key, item));
    } else if (node instanceof Scalar scalar) {
      value(key, scalar);
    }
  }

  private void value(String key, Scalar scalar) {
    if (scalar.text().contains("#class:") && !allow.contains("#class")) {
      throw refused("route.class-not-allowed", "A route must not make objects by the name of a class.", scalar.place(), scalar.text());
    }
    if (!ADDRESSES.contains(key) || !scalar.text().contains(":")) {
      return;
    }
    String component = scalar.text().substring(0, scalar.text().indexOf(':')).toLowerCase(Locale.ROOT);
    if (component.contains("{{")) {
      return;
    }
    requireAllowed(component, scalar.place());
    requireFileOfSql(scalar.text(), scalar.place());
  }

  private void requireAllowed(String component, Place place) {
    if (!COMPONENTS.contains(component) && !allow.contains(component)) {
      throw Finding.of("route.component-not-allowed", "A route must not use this component.").at(place).value(component)
          .allowed(String.join(", ", new TreeSet<>(COMPONENTS)))
          .maybe("it is misspelled; or add it to labroute.routes.allow in application.yaml.").refusal();
    }
  }

  private void requireFileOfSql(String uri, Place place) {
    if (uri.startsWith("sql:") && !uri.matches("(?s)sql:(file|classpath):.*") && !allow.contains("sql-text")) {
      throw refused("route.sql-in-route", "A route names a file of SQL instead of holding SQL.", place, uri);
    }
  }

  private static Refusal refused(String code, String what, Place place, String value) {
    return Finding.of(code, what).at(place).value(value)
        .maybe("an example from elsewhere was copied; what is really wanted can be added to labroute.routes.allow.").refusal();
  }
}
