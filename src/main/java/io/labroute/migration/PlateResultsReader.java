package io.labroute.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.ingest.Intake;
import io.labroute.ingest.Reference;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.CsvTable;
import io.labroute.ingest.format.DecimalText;
import io.labroute.ingest.format.Mojibake;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.WellAddress;
import io.labroute.measurement.PlateRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads plate results: one row a well, dose in micromolar, time in hours after dosing, viability relative to the controls of
 * the plate (more than 1 is legal).
 */
final class PlateResultsReader {

  static final CsvLayout LAYOUT = new CsvLayout(
      List.of("plate_id", "well_id", "cell_line", "compound", "dose_uM", "time_h", "raw_signal", "is_control"),
      List.of("date", "incubator_id", "liquid_handler_id", "viability_norm", "campaign_id", "iteration_number",
          "experiment_id"));

  private static final int PLATE_ID = 0;
  private static final int WELL_ID = 1;
  private static final int CELL_LINE = 2;
  private static final int COMPOUND = 3;
  private static final int DOSE = 4;
  private static final int TIME = 5;
  private static final int RAW_SIGNAL = 6;
  private static final int IS_CONTROL = 7;
  private static final int DATE = 8;
  private static final int INCUBATOR = 9;
  private static final int LIQUID_HANDLER = 10;
  private static final int VIABILITY = 11;
  private static final int CAMPAIGN = 12;
  private static final int ITERATION = 13;
  private static final int EXPERIMENT = 14;

  private static final Map<Integer, Reference.Target> REFERENCES = Map.of(CELL_LINE, Reference.Target.CELL_LINE,
      COMPOUND, Reference.Target.COMPOUND, CAMPAIGN, Reference.Target.CAMPAIGN, EXPERIMENT, Reference.Target.EXPERIMENT);

  private static final List<String> NAMES = LAYOUT.columns();
  private static final int LONGEST_NAME = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SourceFile source;
  private final Intake<PlateRow> intake;
  private final char decimalSign;
  private final MeasuringTime times;
  private final PlausibleResults plausible;
  private final String[] checkedNames = new String[NAMES.size()];

  PlateResultsReader(SourceFile source, Intake<PlateRow> intake) {
    this.source = source;
    this.intake = intake;
    this.decimalSign = source.reading().decimalSign();
    this.times = new MeasuringTime(source.reading().zone());
    this.plausible = new PlausibleResults(intake::warn);
  }

  /** A cell that makes its row bad. */
  private static final class BadCell extends Exception {

    private final transient Finding finding;

    private BadCell(Finding finding) {
      super(null, null, false, false);
      this.finding = finding;
    }
  }

  void read() throws IOException {
    try (var in = source.open()) {
      var text = TextEncoding.open(in, source.reading().charset());
      intake.encoding(text.encoding());
      try (var table = CsvTable.open(text.reader(), LAYOUT, intake::warn)) {
        for (CsvRow row = table.next(); row != null; row = table.next()) {
          if (row.get(PLATE_ID).isEmpty() && row.isEmpty()) {
            intake.warn(Finding.of("csv.empty-row", "The row holds nothing and is skipped.").at(Place.line(row.line())));
          } else {
            intake.leaves(row.leaves());
            intake.record(plateRow(row));
          }
        }
      }
    }
  }

  private PlateRow plateRow(CsvRow row) {
    String plateId = row.get(PLATE_ID);
    Finding ragged = row.fault();
    if (ragged != null) {
      return bad(row, plateId, ragged);
    }
    try {
      PlateRow.Well well = well(row, plateId);
      plausible.check(well);
      return well;
    } catch (BadCell cell) {
      return bad(row, plateId, cell.finding);
    }
  }

  /** A bad row whose plate is unknown could belong to any: then the file is refused as a whole. */
  private static PlateRow.Bad bad(CsvRow row, String plateId, Finding finding) {
    if (plateId.isBlank() || plateId.length() > LONGEST_NAME) {
      throw finding.refusal();
    }
    return new PlateRow.Bad(plateId, row.line(), row.leaves(), finding);
  }

  private PlateRow.Well well(CsvRow row, String plateId) throws BadCell {
    name(row, PLATE_ID);
    String wellId = row.get(WELL_ID);
    WellAddress address = WellAddress.parse(wellId);
    if (address == null) {
      throw bad(row, WELL_ID, Finding.of("plate.well-malformed", "This is not a well of a plate.").value(wellId)
          .allowed(WellAddress.ALLOWED));
    }
    MeasuringTime.Measured measured = measured(row);
    Map<String, String> extras = row.extras();
    String rawSignal = number(row, RAW_SIGNAL);
    String viability = number(row, VIABILITY);
    if (rawSignal == null && viability == null) {
      throw bad(row, RAW_SIGNAL, Finding.of("plate.no-result", "The well has neither a signal nor a viability."));
    }
    return new PlateRow.Well(plateId, wellId, address, row.line(), name(row, CELL_LINE), optionalName(row, COMPOUND),
        notNegative(row, DOSE), notNegative(row, TIME), rawSignal, isControl(row), measured.date(), measured.instant(),
        optionalName(row, INCUBATOR), optionalName(row, LIQUID_HANDLER), viability,
        optionalName(row, CAMPAIGN), iteration(row), optionalName(row, EXPERIMENT), json(extras), row.leaves(), extras.size());
  }

  private String name(CsvRow row, int column) throws BadCell {
    String text = optionalName(row, column);
    if (text == null) {
      throw bad(row, column, Finding.of("plate.value-missing", "The value is missing."));
    }
    return text;
  }

  private @Nullable String optionalName(CsvRow row, int column) throws BadCell {
    String text = row.get(column);
    if (text.isBlank()) {
      return null;
    }
    if (text != checkedNames[column]) {
      checkName(row, column, text);
      Reference.Target target = REFERENCES.get(column);
      if (target != null) {
        intake.refers(target, text, Place.line(row.line()));
      }
      checkedNames[column] = text;
    }
    return text;
  }

  private void checkName(CsvRow row, int column, String text) throws BadCell {
    if (text.length() > LONGEST_NAME) {
      throw bad(row, column, Finding.of("plate.name-too-long", "The name is too long.").value(text)
          .allowed("at most " + LONGEST_NAME + " characters"));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw bad(row, column, Finding.of("plate.name-control", "The name holds a control character.").value(text)
          .maybe("a quote is misplaced, so that two lines became one cell."));
    }
    if (!text.strip().equals(text)) {
      intake.warn(at(row, column, Finding.of("plate.name-spaces", "There are spaces around the name.").value(text)));
    }
    if (Mojibake.suspected(text)) {
      intake.warn(at(row, column, Finding.of("text.mojibake", "The text looks as if it had been read in a wrong encoding.")
          .value(text).maybe("a program that passed it on took UTF-8 for another encoding.")));
    }
  }

  /** The number as PostgreSQL takes it; null when the cell is empty. */
  private @Nullable String number(CsvRow row, int column) throws BadCell {
    String text = row.get(column);
    if (text.isEmpty()) {
      return null;
    }
    Finding fault = DecimalText.check(text, decimalSign);
    if (fault != null) {
      throw bad(row, column, fault);
    }
    return decimalSign == '.' ? text : text.replace(decimalSign, '.');
  }

  private @Nullable String notNegative(CsvRow row, int column) throws BadCell {
    String text = number(row, column);
    if (text != null && text.charAt(0) == '-' && DecimalText.value(text).signum() < 0) {
      throw bad(row, column, Finding.of("plate.negative", "The value cannot be negative.").value(text)
          .allowed("0 or more"));
    }
    return text;
  }

  private @Nullable String iteration(CsvRow row) throws BadCell {
    String text = row.get(ITERATION);
    if (!text.isEmpty() && !text.matches("[1-9]\\d{0,8}")) {
      throw bad(row, ITERATION, Finding.of("plate.iteration-malformed", "This is no number of an iteration.").value(text)
          .allowed("a whole number from 1"));
    }
    return text.isEmpty() ? null : text;
  }

  private @Nullable Boolean isControl(CsvRow row) throws BadCell {
    return switch (row.get(IS_CONTROL)) {
      case "1", "true", "True", "TRUE" -> true;
      case "0", "false", "False", "FALSE" -> false;
      case "" -> null;
      default -> throw bad(row, IS_CONTROL, Finding.of("plate.control-malformed",
              "This does not say whether the well is a control.")
          .value(row.get(IS_CONTROL)).allowed("1, 0, true, false"));
    };
  }

  private MeasuringTime.Measured measured(CsvRow row) throws BadCell {
    MeasuringTime.Measured measured = times.read(row.get(DATE));
    if (measured == null) {
      throw bad(row, DATE, times.fault(row.get(DATE)));
    }
    return measured;
  }

  private static @Nullable String json(Map<String, String> extras) {
    try {
      return extras.isEmpty() ? null : JSON.writeValueAsString(extras);
    } catch (JsonProcessingException neverOfTexts) {
      throw new IllegalStateException(neverOfTexts);
    }
  }

  private static BadCell bad(CsvRow row, int column, Finding finding) {
    return new BadCell(at(row, column, finding));
  }

  private static Finding at(CsvRow row, int column, Finding finding) {
    return finding.at(Place.field(row.line(), NAMES.get(column)));
  }
}
