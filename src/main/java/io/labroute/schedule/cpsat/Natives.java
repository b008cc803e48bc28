package io.labroute.schedule.cpsat;

import com.google.ortools.Loader;
import io.labroute.lab.Finding;

/** The solver's native library, loaded once. */
final class Natives {

  private static boolean loaded;

  private Natives() {}

  /**
   * Loads the library when it has not been loaded.
   *
   * @throws io.labroute.lab.Refusal when this machine cannot load it
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Loader.loadNativeLibraries();
      loaded = true;
    } catch (RuntimeException | UnsatisfiedLinkError cannot) {
      throw Finding.of("schedule.no-solver", "The native library of the solver cannot be loaded.")
          .value(String.valueOf(cannot.getMessage()))
          .allowed("Linux with glibc, macOS or Windows, and a folder for temporary files that may hold programs")
          .maybe("that folder is mounted with noexec: name another one with -Djava.io.tmpdir=…").refusal();
    }
  }
}
