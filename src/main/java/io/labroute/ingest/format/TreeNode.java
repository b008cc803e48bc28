package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node of a YAML or JSON document, with its place. Scalars are texts; what they mean is for the reader of a kind to say. */
public sealed interface TreeNode {

  /** Line, column and JSON pointer. */
  Place place();

  /** Its JSON pointer, empty for the root. */
  default String pointer() {
    return String.valueOf(place().pointer());
  }

  /** A mapping; its keys are texts, each once. */
  record Mapping(Place place, List<Entry> entries) implements TreeNode {

    public Optional<TreeNode> get(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).map(Entry::value).findFirst();
    }

    /** A key and its value. */
    public record Entry(String key, TreeNode value) {}
  }

  /** A sequence. */
  record Sequence(Place place, List<TreeNode> items) implements TreeNode {}

  /**
   * A scalar; of JSON, only texts count as quoted.
   *
   * @param text without quotes and escapes
   * @param plain whether it stood without quotes
   */
  record Scalar(Place place, String text, boolean plain) implements TreeNode {

    private static final int LONGEST_AMBIGUOUS = 50;
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)[+-]?0[0-9_]+|[+-]?0[xob][0-9a-f_]+"
        + "|[+-]?\\d+(_\\d+)+|\\d+(:[0-5]?\\d)+|[+-]?(\\d+(\\.\\d*)?|\\.\\d+)e[+-]?\\d+|[+-]?\\.inf|\\.nan"
        + "|\\d{4}-\\d\\d?-\\d\\d?|yes|no|on|off|y|n|true|false");

    /** Whether it says that there is no value: plain {@code null}, {@code ~} or nothing at all. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null") || text.equals("Null")
          || text.equals("NULL"));
    }

    /** Its exact number, or a refusal. */
    public BigDecimal number() {
      if (!plain) {
        throw Finding.of("number.quoted", "A number is expected, but the value is quoted.").at(place).value(text)
            .maybe("remove the quotes.").refusal();
      }
      Finding fault = DecimalText.check(text, '.');
      if (fault != null) {
        throw fault.at(place).refusal();
      }
      return DecimalText.value(text);
    }

    /** Its whole number, or a refusal: {@code 30}, {@code 30.0} and {@code 3e1} are the same. */
    public long integer() {
      BigDecimal number = number();
      try {
        return number.longValueExact();
      } catch (ArithmeticException fractionOrTooLarge) {
        throw Finding.of("number.not-whole", "A whole number is expected.").at(place).value(text)
            .allowed("up to " + Long.MAX_VALUE).refusal();
      }
    }

    /** {@code true} or {@code false}, or a refusal. */
    public boolean bool() {
      if (plain && (text.equals("true") || text.equals("false"))) {
        return text.equals("true");
      }
      throw Finding.of("boolean.malformed", "This is neither true nor false.").at(place).value(text)
          .allowed("true, false").maybe(cureOfBoolean()).refusal();
    }

    private @Nullable String cureOfBoolean() {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "yes", "on", "y", "1", "true" -> "true is meant.";
        case "no", "off", "n", "0", "false" -> "false is meant.";
        default -> null;
      };
    }

    /** A doubt about a text that other programs would read as something else; null when there is none. */
    public @Nullable Finding ambiguity() {
      boolean ambiguous = plain && text.length() <= LONGEST_AMBIGUOUS && AMBIGUOUS.matcher(text).matches();
      return ambiguous ? Finding.of("yaml.ambiguous-text", "Other programs read this text as a number or a truth value.")
          .at(place).value(text).maybe("quote it.") : null;
    }
  }
}
