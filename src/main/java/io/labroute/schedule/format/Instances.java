package io.labroute.schedule.format;

import io.labroute.lab.Finding;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds published instances in folders, by what their content looks like, and reads them. */
public final class Instances {

  /** Sixteen million characters; a larger file is no instance. */
  private static final long LARGEST = 16L << 20;

  /**
   * An instance that lies somewhere.
   *
   * @param name its path below the folder that was searched, without ending
   */
  public record Instance(String name, Path path, BiFunction<String, Path, Problem> reader) {

    /**
     * Reads and checks it.
     *
     * @throws io.labroute.lab.Refusal when it is damaged
     */
    public Problem read() {
      return ProblemCheck.require(reader.apply(name, path));
    }
  }

  private Instances() {}

  /** All instances in a folder and the folders below it, by name; what is no instance is left out. */
  public static List<Instance> in(Path folder) throws IOException {
    List<Instance> found = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted().toList()) {
        Instance instance = instance(folder, path);
        if (instance != null) {
          found.add(instance);
        }
      }
    }
    return found;
  }

  private static @Nullable Instance instance(Path folder, Path path) throws IOException {
    Path below = folder.relativize(path);
    String shown = below.toString().isEmpty() ? String.valueOf(path.toAbsolutePath().normalize().getFileName()) : below.toString();
    String name = shown.replace('\\', '/').replaceFirst("\\.(fjs|rcp|json|ya?ml|txt)$", "");
    if (Files.isDirectory(path)) {
      return Files.exists(path.resolve("operations.tsv")) ? new Instance(name, path, SLab::read) : null;
    }
    String file = String.valueOf(path.getFileName());
    if (!Files.isRegularFile(path) || Files.size(path) > LARGEST || file.endsWith(".tsv") || file.endsWith(".md")) {
      return null;
    }
    if (file.endsWith(".fjs")) {
      return new Instance(name, path, (n, p) -> ShopFiles.flexible(n, text(p)));
    }
    if (file.endsWith(".rcp")) {
      return new Instance(name, path, (n, p) -> Patterson.read(n, text(p)));
    }
    if (file.endsWith(".json") || file.endsWith(".yaml") || file.endsWith(".yml")) {
      return tree(name, path);
    }
    return file.contains(".") ? null : shop(name, path);
  }

  private static @Nullable Instance tree(String name, Path path) {
    String text = text(path);
    if (text.contains("\"durationTicks\"")) {
      return new Instance(name, path, (n, p) -> LabDay.read(n, text(p)));
    }
    if (text.contains("duration_min")) {
      return new Instance(name, path, (n, p) -> PredecessorTasks.read(n, text(p)));
    }
    boolean ours = text.contains("lab.schedule/v1");
    return ours ? new Instance(name, path, (n, p) -> ProblemReader.read(n, text(p))) : null;
  }

  private static @Nullable Instance shop(String name, Path path) {
    return ShopFiles.looksLikeJobShop(text(path)) ? new Instance(name, path, (n, p) -> ShopFiles.jobShop(n, text(p))) : null;
  }

  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException unreadable) {
      throw Finding.of("schedule.unreadable", "The file cannot be read as UTF-8 text.").value(path.toString()).refusal();
    }
  }
}
