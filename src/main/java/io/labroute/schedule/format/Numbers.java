package io.labroute.schedule.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The whole numbers of a text, one after the other, comments left out. */
final class Numbers {

  private record Word(String text, long line) {}

  private final List<Word> words;
  private int at;

  Numbers(String text) {
    String[] lines = text.split("\\R");
    words = IntStream.range(0, lines.length).boxed()
        .filter(i -> !lines[i].startsWith("#"))
        .flatMap(i -> Arrays.stream(lines[i].trim().split("\\s+")).filter(word -> !word.isEmpty())
            .map(word -> new Word(word, i + 1L)))
        .toList();
  }

  boolean hasNext() {
    return at < words.size();
  }

  int next(int least, int most) {
    if (!hasNext()) {
      throw Finding.of("schedule.instance-short", "The instance ends too early.").refusal();
    }
    Word word = words.get(at++);
    try {
      int number = new BigDecimal(word.text()).intValueExact();
      if (number >= least && number <= most) {
        return number;
      }
    } catch (ArithmeticException | NumberFormatException notWhole) {
      // told below
    }
    throw Finding.of("schedule.instance-number", "Another number was expected.").at(Place.line(word.line())).value(word.text())
        .allowed("a whole number from %d to %d".formatted(least, most)).refusal();
  }

  /** The rest of the line on which the last number stood is skipped. */
  void skipLine() {
    long line = words.get(at - 1).line();
    while (hasNext() && words.get(at).line() == line) {
      at++;
    }
  }
}
