package io.labroute.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A reproducible mixture of files: plates, the same plates under other names, broken plates, and parameters. */
final class MixedFiles {

  private final Random random;
  private final List<Dropped> files = new ArrayList<>();
  private final Set<String> wells = new LinkedHashSet<>();

  /** A file, its kind and how it has to end; of files with equal content, any one may be the completed one. */
  record Dropped(String kind, String name, String text, String state) {}

  MixedFiles(int count, long seed) {
    random = new Random(seed);
    for (int n = 0; n < count; n++) {
      switch (random.nextInt(10)) {
        case 0 -> files.add(new Dropped("plate-results", "broken-" + n + ".csv", Plates.broken("B" + n), "rejected"));
        case 1, 2 -> twin(n);
        case 3 -> files.add(new Dropped("simulation-parameters", "parameters-" + n + ".yaml", parameters(n), "completed"));
        default -> files.add(plate(n));
      }
    }
  }

  private void twin(int n) {
    var plates = files.stream().filter(file -> file.name.startsWith("plate-")).toList();
    if (plates.isEmpty()) {
      files.add(plate(n));
    } else {
      files.add(new Dropped("plate-results", "twin-" + n + ".csv", plates.get(random.nextInt(plates.size())).text,
          "duplicate"));
    }
  }

  private Dropped plate(int n) {
    int rows = 1 + random.nextInt(96);
    for (int well = 0; well < rows; well++) {
      wells.add("P" + n + " " + Plates.address(well));
    }
    return new Dropped("plate-results", "plate-" + n + ".csv", Plates.good("P" + n, rows, random.nextInt(10_000)),
        "completed");
  }

  /** Every file states another doubling time, so that every one makes a version. */
  private static String parameters(int n) {
    return """
        cell_lines:
          HeLa: {doubling_time_h: %d.25, max_confluence: 0.9, max_passage: 30, senescence_rate: 0.01,
                 seeding_efficiency: 0.8, passage_stress: 0.02, cell_count_cv: 0.1, viability_cv: 0.02, biological_cv: 0.05}
        compound_sensitivity:
          staurosporine: {HeLa: 0.0%d1, hill_slope: 1.2}
        defaults: {default_ic50: 1.0}
        """.formatted(10 + n, n);
  }

  List<Dropped> files() {
    return files;
  }

  /** The wells that have to be in the database in the end, each once. */
  Set<String> wells() {
    return wells;
  }

  long count(String state) {
    return files.stream().filter(file -> file.state.equals(state)).count();
  }

  static void drop(Dropped file, Path inbox) throws IOException {
    drop(file.text, inbox.resolve(file.kind).resolve(file.name));
  }

  /** Writes elsewhere and renames in, as the README asks writers to do. */
  static void drop(String text, Path target) throws IOException {
    Path temp = Files.writeString(Files.createDirectories(target.getParent()).resolve(".writing"), text);
    Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
