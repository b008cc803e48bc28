package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.worklist.tecan.GwlRecord.Break;
import io.labroute.worklist.tecan.GwlRecord.Comment;
import io.labroute.worklist.tecan.GwlRecord.Decontaminate;
import io.labroute.worklist.tecan.GwlRecord.Distribution;
import io.labroute.worklist.tecan.GwlRecord.Flush;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.GwlRecord.Rack;
import io.labroute.worklist.tecan.GwlRecord.Script;
import io.labroute.worklist.tecan.GwlRecord.SetDiti;
import io.labroute.worklist.tecan.GwlRecord.StartTimer;
import io.labroute.worklist.tecan.GwlRecord.WaitForTimer;
import io.labroute.worklist.tecan.GwlRecord.Wash;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of records, and records of a text: EVOware manual, advanced worklists; FluentControl manual for the timers. */
public final class GwlText {

  private static final int FEWEST_FIELDS = 7;
  private static final int MOST_FIELDS = 12;
  private static final int FIELDS_OF_DISTRIBUTION = 16;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

  private GwlText() {}

  /** A line without its end: always all fields, volumes with two decimals. */
  public static String line(GwlRecord record) {
    return line(record, false);
  }

  /** As {@link #line(GwlRecord)}; volumes with one decimal where that says all of them, if wanted. */
  public static String line(GwlRecord record, boolean shortVolumes) {
    if (record instanceof Pipetting it) {
      return String.join(";", it.aspirates() ? "A" : "D", it.rackLabel(), it.rackId(), it.rackType(),
          Integer.toString(it.position()), it.tubeId(), number(it.microlitres(), shortVolumes), it.liquidClass(), "",
          it.tipMask() == null ? "" : it.tipMask().toString(), it.forcedRackType())
          + (it.minimumDetected() == null ? "" : ";" + number(it.minimumDetected(), shortVolumes));
    }
    if (record instanceof Distribution it) {
      var text = new StringBuilder("R;").append(rack(it.source())).append(rack(it.target())).append(number(it.microlitres(), shortVolumes))
          .append(';').append(it.liquidClass()).append(';').append(it.reuses()).append(';').append(it.multiDispense())
          .append(it.leftToRight() ? ";0" : ";1");
      it.excluded().forEach(position -> text.append(';').append(position));
      return text.toString();
    }
    if (record instanceof Wash wash) {
      return wash.scheme() == 0 ? "W;" : "W" + wash.scheme() + ";";
    }
    if (record instanceof SetDiti it) {
      return "S;" + it.index();
    }
    if (record instanceof Comment it) {
      return "C;" + it.text();
    }
    if (record instanceof Script it) {
      return it.text();
    }
    if (record instanceof StartTimer it) {
      return "TS;" + it.timer();
    }
    if (record instanceof WaitForTimer it) {
      return "TW;" + it.timer() + ";" + it.seconds();
    }
    return record instanceof Decontaminate ? "WD;" : record instanceof Flush ? "F;" : "B;";
  }

  private static String rack(Rack rack) {
    return String.join(";", rack.label(), rack.id(), rack.type(), Integer.toString(rack.first()), Integer.toString(rack.last()), "");
  }

  private static String number(BigDecimal value, boolean brief) {
    String text = value.setScale(2, RoundingMode.HALF_UP).toPlainString();
    return brief && text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * A line of a file.
   *
   * @param number 1-based
   * @param record null when it cannot be read
   * @param faults what is wrong with its text
   */
  public record Line(long number, @Nullable GwlRecord record, List<Finding> faults) {}

  /** The lines of a text; empty ones are left out. What cannot be read is told with its line. */
  public static List<Line> read(String text) {
    var lines = new ArrayList<Line>();
    long number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        lines.add(read(number, line));
      }
    }
    return lines;
  }

  private static Line read(long number, String text) {
    var faults = new ArrayList<Finding>();
    try {
      return new Line(number, record(text, text.split(";", -1), faults), faults.stream().map(it -> it.at(Place.line(number))).toList());
    } catch (Refusal unreadable) {
      return new Line(number, null, List.of(unreadable.finding().at(Place.line(number))));
    }
  }

  private static GwlRecord record(String text, String[] fields, List<Finding> faults) {
    return switch (fields[0]) {
      case "A", "D" -> pipetting(fields, faults);
      case "R" -> distribution(fields);
      case "W" -> new Wash(0);
      case "W1", "W2", "W3", "W4" -> new Wash(fields[0].charAt(1) - '0');
      case "WD" -> new Decontaminate();
      case "F" -> new Flush();
      case "B" -> text.length() > 2 ? new Script(text) : new Break();
      case "S" -> new SetDiti(integer("The tip type", fields, 1));
      case "C" -> new Comment(text.substring(Math.min(2, text.length())));
      case "TS" -> new StartTimer(integer("The timer", fields, 1));
      case "TW" -> new WaitForTimer(integer("The timer", fields, 1), integer("The seconds", fields, 2));
      default -> throw Finding.of("worklist.unknown-record", "There is no such record.").value(fields[0])
          .allowed("A D R W W1 W2 W3 W4 WD F B S C TS TW").refusal();
    };
  }

  private static Pipetting pipetting(String[] given, List<Finding> faults) {
    if (given.length < FEWEST_FIELDS || given.length > MOST_FIELDS) {
      throw Finding.of("worklist.field-count", "The record has a wrong number of fields.").value(given.length + " fields")
          .allowed(FEWEST_FIELDS + " to " + MOST_FIELDS).refusal();
    }
    var fields = new String[MOST_FIELDS];
    for (int i = 0; i < MOST_FIELDS; i++) {
      fields[i] = i < given.length ? given[i] : "";
    }
    if (!fields[8].isEmpty()) {
      faults.add(Finding.of("worklist.reserved-field-used", "The tip type is a reserved field.").value(fields[8])
          .allowed("nothing").maybe("the type of tip was meant: it is set by S;"));
    }
    return new Pipetting(fields[0].equals("A"), fields[1], fields[2], fields[3], integer("The position", fields, 4), fields[5],
        volume(fields[6]), fields[7], fields[9].isEmpty() ? null : integer("The tip mask", fields, 9), fields[10],
        fields[11].isEmpty() ? null : volume(fields[11]));
  }

  private static Distribution distribution(String[] fields) {
    if (fields.length < FIELDS_OF_DISTRIBUTION) {
      throw Finding.of("worklist.field-count", "The record has too few fields.").value(fields.length + " fields")
          .allowed(FIELDS_OF_DISTRIBUTION + " or more").refusal();
    }
    var excluded = new ArrayList<Integer>();
    for (int i = FIELDS_OF_DISTRIBUTION; i < fields.length; i++) {
      if (!fields[i].isEmpty()) {
        excluded.add(integer("The excluded well", fields, i));
      }
    }
    return new Distribution(rack(fields, 1), rack(fields, 6), volume(fields[11]), fields[12],
        fields[13].isEmpty() ? 1 : integer("The number of reuses", fields, 13),
        fields[14].isEmpty() ? 1 : integer("The number of dispenses", fields, 14), direction(fields[15]), List.copyOf(excluded));
  }

  private static boolean direction(String text) {
    if (!text.isEmpty() && !text.equals("0") && !text.equals("1")) {
      throw Finding.of("worklist.not-a-number", "This is no direction.").value(text).allowed("0 or 1").refusal();
    }
    return !text.equals("1");
  }

  private static Rack rack(String[] fields, int first) {
    return new Rack(fields[first], fields[first + 1], fields[first + 2], integer("The first position", fields, first + 3),
        integer("The last position", fields, first + 4));
  }

  private static int integer(String what, String[] fields, int index) {
    String text = index < fields.length ? fields[index] : "";
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw Finding.of("worklist.not-a-number", what + " is no whole number.").value(text).refusal();
    }
    return Integer.parseInt(text);
  }

  private static BigDecimal volume(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw Finding.of("worklist.volume-not-a-number", "This is no volume.").value(text)
          .allowed("digits with a point, such as 12.50").maybe("it was written with a decimal comma.").refusal();
    }
    return new BigDecimal(text);
  }
}
