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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a route file declares.
 *
 * @param content the file's text
 * @param routes identifiers of its routes, of those made from templates too, with their places
 * @param templates identifiers of the templates that it defines
 * @param instances its routes that are made from templates
 * @param configurations identifiers of its route configurations
 */
record RouteText(String content, Map<String, Place> routes, Set<String> templates, List<Instance> instances,
    Set<String> configurations) {

  /**
   * A route that is made from a template.
   *
   * @param parameters names of what it gives to the template, with their places
   */
  record Instance(String template, Place place, Map<String, Place> parameters) {}

  /** Identifiers of the templates that its routes are made from. */
  Set<String> used() {
    return instances.stream().map(Instance::template).collect(Collectors.toSet());
  }

  /**
   * Reads a file strictly.
   *
   * @throws Refusal when it is no list of routes, a route has no identifier, or one has it twice
   */
  static RouteText read(String content) {
    TreeNode root = YamlTree.parse(new StringReader(content));
    if (!(root instanceof Sequence items)) {
      throw Finding.of("route.not-a-list", "A route file is a list of routes.").at(root.place())
          .maybe("the dash before the first entry is missing.").refusal();
    }
    var text = new RouteText(content, new LinkedHashMap<>(), new LinkedHashSet<>(), new ArrayList<>(),
        new LinkedHashSet<>());
    items.items().forEach(text::item);
    return text;
  }

  private void item(TreeNode item) {
    if (!(item instanceof Mapping map) || map.entries().size() != 1) {
      throw Finding.of("route.not-an-entry", "Each entry names one thing, such as route or templatedRoute.").at(item.place())
          .maybe("a line is indented wrongly.").refusal();
    }
    var entry = map.entries().get(0);
    switch (entry.key()) {
      case "route" -> route(entry.value(), "id", entry.key());
      case "from" -> route(entry.value(), "id", entry.key());
      case "templatedRoute", "templated-route" -> {
        route(entry.value(), "routeId", entry.key());
        value(entry.value(), "routeTemplateRef").ifPresent(template -> instances.add(
            new Instance(template, entry.value().place(), parameters((Mapping) entry.value()))));
      }
      case "routeTemplate", "route-template" -> value(entry.value(), "id").ifPresent(templates::add);
      case "routeConfiguration", "route-configuration" -> value(entry.value(), "id").ifPresent(configurations::add);
      default -> { }
    }
  }

  private void route(TreeNode node, String key, String kind) {
    String id = value(node, key).orElseThrow(() -> Finding.of("route.no-id", "A %s needs an identifier of its own.".formatted(kind))
        .at(node.place()).allowed(key + ": a name").refusal());
    if (routes.put(id, node.place()) != null) {
      throw Finding.of("route.id-twice", "The file has two routes of this identifier.").at(node.place()).value(id).refusal();
    }
  }

  private static Map<String, Place> parameters(Mapping instance) {
    var parameters = new LinkedHashMap<String, Place>();
    if (instance.get("parameters").orElse(null) instanceof Sequence list) {
      list.items().forEach(item -> value(item, "name").ifPresent(name -> parameters.put(name, item.place())));
    }
    return parameters;
  }

  private static Optional<String> value(TreeNode node, String key) {
    return node instanceof Mapping map ? map.get(key).filter(it -> it instanceof Scalar scalar && !scalar.isNull())
        .map(it -> ((Scalar) it).text()) : Optional.empty();
  }
}
