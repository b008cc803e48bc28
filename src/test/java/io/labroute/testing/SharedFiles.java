package io.labroute.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real files of the predecessors, which some checkouts have beside them; tests that use them skip themselves elsewhere. */
public final class SharedFiles {

  private static final Path SHARED = Path.of("..", "shared");

  private SharedFiles() {}

  /** A file of the legacy folder. */
  public static Path legacy(String path) {
    return there(SHARED.resolve("legacy").resolve(path));
  }

  /** A folder of published scheduling instances. */
  public static Path scheduling(String path) {
    return there(SHARED.resolve("scheduling").resolve(path));
  }

  private static Path there(Path file) {
    Assumptions.assumeTrue(Files.exists(file), file + " is not there; this test needs the real files beside the checkout");
    return file;
  }
}
