package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Text on its way to the YAML parser, which itself looks at limits only between two values and slows down with the
 * square of a line's length: a text or a line that is too long, and a character that YAML does not allow, end it here.
 */
final class YamlText extends FilterReader {

  static final int MOST_CHARACTERS = 16 << 20;
  static final int LONGEST_LINE = 1 << 18;

  private long characters;
  private long line = 1;
  private int column;
  private boolean afterReturn;

  YamlText(Reader text) {
    super(text);
  }

  @Override
  public int read(char[] target, int from, int length) throws IOException {
    int read = in.read(target, from, length);
    for (int i = from; i < from + read; i++) {
      check(target[i]);
    }
    return read;
  }

  private void check(char c) {
    if (c == '\n' || c == '\r') {
      line += c == '\n' && afterReturn ? 0 : 1;
      column = 0;
    } else if (!Character.isLowSurrogate(c)) {
      column++;
    }
    afterReturn = c == '\r';
    if (++characters > MOST_CHARACTERS) {
      throw Finding.of("yaml.too-large", "The file is too large for a tree.").at(place())
          .allowed("at most " + MOST_CHARACTERS + " characters")
          .maybe("it holds a table: save it as CSV.").refusal();
    }
    if (column > LONGEST_LINE) {
      throw Finding.of("yaml.line-too-long", "The line is too long.").at(place())
          .allowed("at most " + LONGEST_LINE + " characters")
          .maybe("the file is of another kind, or was written without line breaks.").refusal();
    }
    if (!Character.isSurrogate(c) && !StreamReader.isPrintable(c)) {
      throw Finding.of("yaml.unprintable", "The file holds a character that YAML does not allow.").at(place())
          .value("U+%04X".formatted((int) c)).maybe("the file is damaged, or no text.").refusal();
    }
  }

  private Place place() {
    return Place.at(line, column);
  }
}
