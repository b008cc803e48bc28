package io.labroute.ingest;

import java.nio.charset.Charset;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How the texts of a folder are to be understood where the file itself does not say.
 *
 * @param charset declared for files without byte order mark; null means UTF-8, strictly
 * @param decimalSign {@code '.'} or {@code ','}
 * @param zone zone of times that carry none
 */
public record Reading(@Nullable Charset charset, char decimalSign, ZoneId zone) {

  public Reading {
    if (decimalSign != '.' && decimalSign != ',') {
      throw new IllegalArgumentException("decimal sign '" + decimalSign + "' is neither '.' nor ','");
    }
  }
}
