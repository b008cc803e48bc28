package io.labroute.ingest.format;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small file of the configuration, which an administrator may edit at any time: it is read each time, and parsed when its text is
 * not the last one.
 *
 * @param <T> what it says; must not be changed by those who are given it
 */
public final class ParsedFile<T> {

  private final Function<Reader, T> parser;
  private volatile @Nullable Parsed<T> last;

  public ParsedFile(Function<Reader, T> parser) {
    this.parser = parser;
  }

  private record Parsed<T>(String text, T what) {}

  /**
   * What the file says now.
   *
   * @throws io.labroute.lab.Refusal as the parser
   */
  public T read(Path file) throws IOException {
    String text = Files.readString(file);
    Parsed<T> before = last;
    if (before != null && before.text().equals(text)) {
      return before.what();
    }
    T what = parser.apply(new StringReader(text));
    last = new Parsed<>(text, what);
    return what;
  }
}
