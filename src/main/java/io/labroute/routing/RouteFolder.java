package io.labroute.routing;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.platform.LabNature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of route files. What editors and transfers leave beside them is none. */
record RouteFolder(Path path) {

  /** A file that is longer is read no further, and is refused. */
  static final int LARGEST_FILE = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(RouteFolder.class);

  /** The engine's own; a simulated lab must not watch what the real one's routes watch. */
  static RouteFolder of(LabNature lab) {
    return new RouteFolder(lab.isSimulated() ? Path.of("lab", "simulation", "routes") : Path.of("routes"));
  }

  /** Under this name a fault of the folder as a whole is told. */
  String name() {
    return path.toString();
  }

  /**
   * The contents of all files by name.
   *
   * @param last what the last look saw, for what cannot be read now
   * @param faults takes what cannot be read, by name
   */
  Map<String, String> contents(Map<String, String> last, BiConsumer<String, Finding> faults) {
    var contents = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(RouteFolder::isRouteFile).toList()) {
        String name = file.getFileName().toString();
        try {
          contents.put(name, read(file));
        } catch (NoSuchFileException replacedMeanwhile) {
          log.debug("{} is just being replaced", name);
        } catch (IOException unreadable) {
          contents.put(name, last.getOrDefault(name, ""));
          faults.accept(name, Finding.of("route.unreadable", "The route file cannot be read: " + unreadable)
              .maybe("the engine's user may not read it."));
        }
      }
      return contents;
    } catch (IOException unreadable) {
      faults.accept(name(), Finding.of("route.unreadable", "The folder of routes cannot be read: " + unreadable)
          .maybe("it was moved, or the engine's user may not read it; the routes run on."));
      return last;
    }
  }

  /** A text; what is not UTF-8 stands as U+FFFD in it. */
  static String read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_FILE + 1), StandardCharsets.UTF_8);
    }
  }

  void write(String file, String content) throws IOException {
    AtomicFiles.write(path.resolve(Path.of(file).getFileName()), content.getBytes(StandardCharsets.UTF_8), "restore");
  }

  /** Links are fine: who makes them here is trusted. */
  private static boolean isRouteFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") && !name.startsWith(".") && !name.startsWith("~") && Files.isRegularFile(file);
  }
}
