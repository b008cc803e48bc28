package io.labroute.catalog.vials;

import io.labroute.ingest.CsvRecords;
import io.labroute.ingest.Intake;
import io.labroute.ingest.Reference;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads actions on vials. {@code action} is register, move, use or discard, and register where it is missing;
 * without a {@code used_at}, a vial counts as used now.
 */
final class VialsReader {

  static final CsvLayout LAYOUT = new CsvLayout(List.of("vial_id"), List.of("action", "cell_line", "passage_number",
      "freeze_date", "location", "experiment_id", "purpose", "used_at", "notes"));

  private static final int VIAL = 0;
  private static final int ACTION = 1;
  private static final int CELL_LINE = 2;
  private static final int PASSAGE = 3;
  private static final int FREEZE_DATE = 4;
  private static final int LOCATION = 5;
  private static final int EXPERIMENT = 6;
  private static final int PURPOSE = 7;
  private static final int USED_AT = 8;
  private static final int NOTES = 9;
  private static final int LONGEST = 1_000;

  private final SourceFile source;
  private final Intake<VialRow> intake;

  VialsReader(SourceFile source, Intake<VialRow> intake) {
    this.source = source;
    this.intake = intake;
  }

  void read() throws IOException {
    CsvRecords.read(source, LAYOUT, intake, row -> {
      VialAction action = action(row);
      refer(action, row.line());
      return new VialRow(action, row.line(), row.leaves() - row.extras().size(), row.extras().size());
    });
  }

  private void refer(VialAction action, long line) {
    if (action instanceof VialAction.Register register) {
      intake.refers(Reference.Target.CELL_LINE, register.cellLineId(), Place.line(line));
    } else if (action instanceof VialAction.Use use && use.executionId() != null) {
      intake.refers(Reference.Target.EXPERIMENT, use.executionId(), Place.line(line));
    }
  }

  private VialAction action(CsvRow row) {
    String vial = required(row, VIAL);
    String notes = text(row, NOTES);
    return switch (row.get(ACTION)) {
      case "", "register" -> new VialAction.Register(vial, required(row, CELL_LINE), passage(row), freezeDate(row),
          text(row, LOCATION), notes);
      case "move" -> new VialAction.Move(vial, required(row, LOCATION), notes);
      case "use" -> new VialAction.Use(vial, text(row, EXPERIMENT), text(row, PURPOSE), usedAt(row), notes);
      case "discard" -> new VialAction.Discard(vial, notes);
      default -> throw bad(row, ACTION, Finding.of("vial.action", "This cannot be done with a vial.").value(row.get(ACTION))
          .allowed("register, move, use, discard"));
    };
  }

  private String required(CsvRow row, int column) {
    String text = text(row, column);
    if (text == null) {
      throw bad(row, column, Finding.of("vial.value-missing", "The value is missing."));
    }
    return text;
  }

  private @Nullable String text(CsvRow row, int column) {
    String text = row.get(column);
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw bad(row, column, Finding.of("vial.text", "The text is too long or holds a control character.").value(text)
          .allowed("at most " + LONGEST + " characters in one line"));
    }
    return text.isBlank() ? null : text.strip();
  }

  private @Nullable Integer passage(CsvRow row) {
    String text = text(row, PASSAGE);
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException malformed) {
      throw bad(row, PASSAGE, Finding.of("vial.passage", "This cannot be a passage number.").value(text)
          .allowed("a whole number such as 12").maybe("write 12 rather than P12 or 12.0."));
    }
  }

  private @Nullable LocalDate freezeDate(CsvRow row) {
    String text = text(row, FREEZE_DATE);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException malformed) {
      throw bad(row, FREEZE_DATE, date(text, "2026-11-21"));
    }
  }

  private @Nullable Instant usedAt(CsvRow row) {
    String text = text(row, USED_AT);
    if (text == null) {
      return null;
    }
    try {
      String iso = text.replace(' ', 'T');
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
      return text.length() == 10 ? LocalDate.parse(text).atStartOfDay(source.reading().zone()).toInstant()
          : zoned ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(source.reading().zone()).toInstant();
    } catch (DateTimeException malformed) {
      throw bad(row, USED_AT, date(text, "2026-11-21 or 2026-11-21T09:30:00"));
    }
  }

  private static Finding date(String text, String allowed) {
    return Finding.of("vial.date", "This is not a date that can be read in one way only.").value(text).allowed(allowed)
        .maybe("day and month cannot be told apart: write the year first.");
  }

  private static Refusal bad(CsvRow row, int column, Finding finding) {
    return finding.at(Place.field(row.line(), LAYOUT.columns().get(column))).refusal();
  }
}
