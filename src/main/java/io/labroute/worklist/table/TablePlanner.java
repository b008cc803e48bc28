package io.labroute.worklist.table;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Contents.Liquid;
import io.labroute.worklist.CsvLine;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Dependencies;
import io.labroute.worklist.FieldText;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step.Note;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.table.TableProfile.Column;
import io.labroute.worklist.table.TableProfile.Positions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans tables of transfers, one row each, sorted by column and row of the target. All of it comes out, or a refusal. */
public final class TablePlanner {

  private static final Duration OF_ROW = Duration.ofSeconds(12);

  private TablePlanner() {}

  /**
   * A transfer with the wells as they were named.
   *
   * @param fromText the source's well, for profiles that write it as it was given
   */
  public record Row(Spot from, String fromText, Spot to, String toText, Volume volume, @Nullable String liquidClass, Note note) {

    /** Wells that are named as people write them. */
    public static Row of(Transfer it) {
      return new Row(it.from(), it.from().well().toString(), it.to(), it.to().well().toString(), it.volume(), it.liquidClass(),
          it.note());
    }
  }

  /**
   * Plans, writes, reads back and compares.
   *
   * @param before what is in the wells; it is not changed
   * @throws io.labroute.lab.Refusal with the first thing that is wrong; nothing has been changed then
   */
  public static Worklist plan(Deck deck, Ledger before, List<Row> requested, TableProfile profile) {
    Ledger after = before.copy();
    var roundings = new ArrayList<Worklist.Rounding>();
    var rows = new ArrayList<Row>();
    for (Row row : requested) {
      Volume volume = written(row, profile);
      if (volume.compareTo(row.volume()) != 0) {
        roundings.add(new Worklist.Rounding(row.from(), row.to(), row.volume(), volume));
      }
      if (!volume.isZero()) {
        Map<Liquid, Double> liquid = after.draw(row.from(), volume);
        after.add(row.to(), volume, liquid);
        rows.add(new Row(row.from(), row.fromText(), row.to(), row.toText(), volume, row.liquidClass(), row.note()));
      }
    }
    if (rows.size() > profile.mostRows()) {
      throw Finding.of("worklist.too-large", "The device takes fewer rows.").value(String.valueOf(rows.size()))
          .allowed(profile.mostRows() + " rows").refusal();
    }
    var parts = Dependencies.parts(rows, deck, Row::from, Row::to);
    List<Finding> warnings = parts.stream().anyMatch(Dependencies.Part::readsEarlier)
        ? List.of(Finding.of("worklist.depends-on-earlier-row", "A row draws what an earlier one fills: the method has to work row by row."))
        : List.of();
    List<List<String>> cells = parts.stream().flatMap(part -> sorted(part.moves()).stream()).map(row -> cells(deck, row, profile)).toList();
    requireOneForm(cells, profile);
    List<String> lines = lines(cells, profile);
    byte[] bytes = FieldText.bytes(lines);
    requireReadBack(bytes, cells, profile);
    return new Worklist(profile.name(), lines, bytes, warnings, after, List.of(), roundings, Map.of(),
        new Worklist.Usage(rows.size(), rows.size(), (rows.size() + 95) / 96, 0, OF_ROW.multipliedBy(rows.size())));
  }

  private static Volume written(Row row, TableProfile profile) {
    BigDecimal amount = profile.nanolitres() ? row.volume().nanolitres() : row.volume().microlitres();
    BigDecimal rounded = amount.setScale(profile.decimals(), RoundingMode.HALF_UP);
    if (amount.signum() < 0 || rounded.signum() == 0 && amount.signum() > 0) {
      throw Finding.of(amount.signum() < 0 ? "worklist.volume-negative" : "worklist.volume-below-resolution",
          "The volume from %s to %s cannot be written.".formatted(row.from(), row.to())).value(row.volume().toString()).refusal();
    }
    return profile.nanolitres() ? Volume.ofNanolitres(rounded) : new Volume(rounded);
  }

  private static List<Row> sorted(List<Row> rows) {
    Map<String, Integer> appearance = new HashMap<>();
    rows.forEach(row -> appearance.putIfAbsent(row.to().labware(), appearance.size()));
    return rows.stream().sorted(Comparator.<Row>comparingInt(row -> appearance.get(row.to().labware()))
        .thenComparingInt(row -> row.to().well().column()).thenComparingInt(row -> row.to().well().row())).toList();
  }

  private static List<String> cells(Deck deck, Row row, TableProfile profile) {
    var cells = new ArrayList<String>();
    for (Column column : profile.columns()) {
      String cell = cell(deck, row, column.field(), profile);
      boolean number = cell.equals(number(row.volume(), profile));
      if (!number) {
        FieldText.requireInTable("The column " + column.header(), cell, String.valueOf(profile.separator()));
      }
      cells.add(cell);
    }
    return cells;
  }

  private static String cell(Deck deck, Row row, TableProfile.Field field, TableProfile profile) {
    Labware source = deck.get(row.from().labware());
    Labware target = deck.get(row.to().labware());
    return switch (field) {
      case SOURCE_LABWARE -> named(source.label());
      case SOURCE_BARCODE -> named(text(source.barcode()));
      case SOURCE_TYPE -> text(row.note().sourceType() == null ? source.type() : row.note().sourceType());
      case SOURCE_WELL -> well(source, row.from().well(), row.fromText(), profile.positions());
      case SOURCE_ROW -> String.valueOf(row.from().well().row() + 1);
      case SOURCE_COLUMN -> String.valueOf(row.from().well().column() + 1);
      case DESTINATION_LABWARE -> named(target.label());
      case DESTINATION_BARCODE -> named(text(target.barcode()));
      case DESTINATION_TYPE -> text(row.note().destinationType() == null ? target.type() : row.note().destinationType());
      case DESTINATION_WELL -> well(target, row.to().well(), row.toText(), profile.positions());
      case DESTINATION_ROW -> String.valueOf(row.to().well().row() + 1);
      case DESTINATION_COLUMN -> String.valueOf(row.to().well().column() + 1);
      case VOLUME -> number(row.volume(), profile);
      case BUFFER_VOLUME -> number(row.note().buffer() == null ? Volume.ZERO : row.note().buffer(), profile);
      case LIQUID_CLASS -> text(row.liquidClass());
      case TOOL -> "";
    };
  }

  private static String named(String label) {
    if (label.isBlank()) {
      throw Finding.of("worklist.label-missing", "A labware has no name for the table.").refusal();
    }
    return label;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static String well(Labware labware, WellAddress well, String given, Positions positions) {
    if (!labware.has(well)) {
      throw Finding.of("worklist.well-out-of-range", "The labware %s has no such well.".formatted(labware.label()))
          .value(well.toString()).refusal();
    }
    String name = well.toString();
    return switch (positions) {
      case NAME -> name;
      case PADDED -> well.column() < 9 ? name.substring(0, name.length() - 1) + "0" + name.charAt(name.length() - 1) : name;
      case INDEX -> String.valueOf(well.column() * labware.shape().rows() + well.row() + 1);
      case AS_GIVEN -> given;
    };
  }

  private static String number(Volume volume, TableProfile profile) {
    BigDecimal amount = profile.nanolitres() ? volume.nanolitres() : volume.microlitres();
    return amount.setScale(profile.decimals(), RoundingMode.HALF_UP).toPlainString().replace('.', profile.decimalSign());
  }

  /** Methods read a column as all texts or all numbers, by its first cells. */
  private static void requireOneForm(List<List<String>> cells, TableProfile profile) {
    for (int column = 0; column < profile.columns().size(); column++) {
      int at = column;
      long numbers = cells.stream().filter(row -> row.get(at).matches("\\d+([.,]\\d+)?")).count();
      if (numbers > 0 && numbers < cells.size()) {
        throw Finding.of("worklist.mixed-column-type", "The column %s would have both numbers and texts."
            .formatted(profile.columns().get(column).header())).maybe("wells are named in two ways, or labels begin alike with digits.")
            .refusal();
      }
    }
  }

  private static List<String> lines(List<List<String>> cells, TableProfile profile) {
    var lines = new ArrayList<>(profile.preamble());
    String separator = String.valueOf(profile.separator());
    if (profile.header()) {
      lines.add(String.join(separator, profile.columns().stream().map(Column::header).toList()));
    }
    cells.forEach(row -> lines.add(String.join(separator, row)));
    return lines;
  }

  private static void requireReadBack(byte[] bytes, List<List<String>> cells, TableProfile profile) {
    List<CsvLine> lines = CsvLine.read(new String(bytes, StandardCharsets.ISO_8859_1), profile.separator());
    int before = profile.preamble().size() + (profile.header() ? 1 : 0);
    if (!lines.subList(before, lines.size()).stream().map(CsvLine::fields).toList().equals(cells)) {
      throw Finding.of("worklist.read-back", "The written file does not read back as it was planned.")
          .maybe("this is a fault of the engine: report it with the plan.").refusal();
    }
  }
}
