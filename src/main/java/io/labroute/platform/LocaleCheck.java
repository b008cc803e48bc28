package io.labroute.platform;

import io.labroute.lab.Finding;
import java.util.Optional;

/** Tells when the machine's locale keeps Java from opening files with names outside of ASCII. */
final class LocaleCheck {

  private LocaleCheck() {}

  static Optional<Finding> warning(String encodingOfNames) {
    return encodingOfNames.equalsIgnoreCase("UTF-8") || encodingOfNames.equalsIgnoreCase("UTF8")
        ? Optional.empty()
        : Optional.of(Finding.of("engine.locale", "Files whose names hold letters outside of ASCII cannot be opened.")
            .value(encodingOfNames)
            .allowed("UTF-8")
            .maybe("the locale is POSIX: set LC_ALL=C.UTF-8 in the environment and start the engine again."));
  }
}
