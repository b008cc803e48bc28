package io.labroute.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Plate results as a reader would write them, reproducible from a seed. */
final class GeneratedPlates {

  private static final String HEADER =
      "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,incubator_id,liquid_handler_id,viability_norm\n";
  static final String[] CELL_LINES = {"HepG2", "U2OS", "HeLa", "A549"};
  private static final String[] COMPOUNDS = {"DMSO", "staurosporine", "tunicamycin", "H2O2"};
  private static final String[] DOSES = {"0.001", "0.01", "0.1", "1.0", "10.0", "50.0"};

  private final Random random;

  GeneratedPlates(long seed) {
    this.random = new Random(seed);
  }

  /** Writes so many rows on plates of 96 wells whose names begin with a tag. */
  void write(Path file, String tag, int rows) {
    try (var out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      for (int row = 0; row < rows; row++) {
        int plate = row / 96;
        int well = row % 96;
        int compound = (well + plate) % COMPOUNDS.length;
        double viability = random.nextDouble();
        out.write(tag + "_" + plate + "," + (char) ('A' + well / 12) + (well % 12 < 9 ? "0" : "") + (well % 12 + 1) + ","
            + CELL_LINES[plate % CELL_LINES.length] + "," + COMPOUNDS[compound] + ","
            + (compound == 0 ? "0.0" : DOSES[well % DOSES.length]) + ",24," + viability * 12_000 + ","
            + (compound == 0 ? 1 : 0) + ",2026-01-01,inc1,manual," + viability + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
