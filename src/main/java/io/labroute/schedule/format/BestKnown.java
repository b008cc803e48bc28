package io.labroute.schedule.format;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The best values known of instances, from the files {@code bks.json} and {@code best-known.json} that lie among them. */
public final class BestKnown {

  private static final List<String> FILES = List.of("bks.json", "best-known.json");
  private static final List<String> VALUES = List.of("ub", "best", "cpsat");

  private final Map<String, Long> values = new HashMap<>();

  private BestKnown() {}

  /** What is known in a folder and the folders below it; a file that cannot be read tells nothing. */
  public static BestKnown in(Path folder) throws IOException {
    var known = new BestKnown();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(p -> FILES.contains(String.valueOf(p.getFileName()))).sorted().toList()) {
        try {
          known.take(Entry.root(Instances.text(path)));
        } catch (Refusal unreadable) {
          continue;
        }
      }
    }
    return known;
  }

  private void take(Entry entry) {
    entry.fields().forEach((name, value) -> {
      if (value.isText() || value.isList()) {
        return;
      }
      for (String key : VALUES) {
        Entry number = value.find(key);
        if (number != null && number.isText() && number.text().matches("\\d{1,15}")) {
          values.putIfAbsent(name.replaceFirst("^(ta\\d+)js$", "$1"), Long.parseLong(number.text()));
          return;
        }
      }
      take(value);
    });
  }

  /** The best value known of an instance, by the end of its name; null when nothing is known. */
  public @Nullable Long of(String instance) {
    String name = instance;
    while (!values.containsKey(name) && name.contains("/")) {
      name = name.substring(name.indexOf('/') + 1);
    }
    return values.get(name);
  }
}
