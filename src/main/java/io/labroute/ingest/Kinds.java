package io.labroute.ingest;

import io.labroute.lab.Finding;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** All kinds of file that the engine knows, by name. */
@Component
public class Kinds {

  private final Map<String, Kind<?>> byName = new TreeMap<>();

  Kinds(List<Kind<?>> kinds) {
    for (Kind<?> kind : kinds) {
      if (byName.put(kind.name(), kind) != null) {
        throw new IllegalStateException("two kinds are named " + kind.name());
      }
    }
  }

  /** The kind of a name, or a refusal that lists the names there are. */
  public Kind<?> get(String name) {
    Kind<?> kind = byName.get(name);
    if (kind == null) {
      throw Finding.of("ingest.unknown-kind", "There is no such kind of file.").value(name)
          .allowed(String.join(", ", byName.keySet())).refusal();
    }
    return kind;
  }

  public Collection<Kind<?>> all() {
    return byName.values();
  }
}
