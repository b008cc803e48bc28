package io.labroute.schedule.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * S-LAB problems: a folder with {@code operations.tsv}, {@code dependency.tsv}, {@code machines.tsv} and, where boundaries are
 * tied together (TCMB), {@code tcmb.tsv}. Machines of one type are the units of one device.
 */
final class SLab {

  private record Row(Path file, long line, String[] cells) {

    String cell(int column) {
      if (column >= cells.length || cells[column].isBlank()) {
        throw Finding.of("schedule.instance-short", "A row of %s is too short.".formatted(file.getFileName()))
            .at(Place.line(line)).refusal();
      }
      return cells[column].trim();
    }

    long number(int column) {
      try {
        return Long.parseLong(cell(column));
      } catch (NumberFormatException noNumber) {
        throw Finding.of("schedule.instance-number", "A number is expected in %s.".formatted(file.getFileName()))
            .at(Place.line(line))
            .value(cell(column)).refusal();
      }
    }

    String operation(int column) {
      return cell(0) + "/" + cell(column);
    }
  }

  private SLab() {}

  static Problem read(String name, Path folder) {
    Map<String, Integer> types = new LinkedHashMap<>();
    rows(folder, "machines.tsv").forEach(row -> types.merge("type" + row.cell(1), 1, Integer::sum));
    List<Step> steps = new ArrayList<>();
    long horizon = 0;
    for (Row row : rows(folder, "operations.tsv")) {
      long duration = row.number(3);
      horizon += duration;
      steps.add(Step.of(row.operation(1), "job" + row.cell(0), Mode.of(duration, Use.of("type" + row.cell(2)))));
    }
    List<Lag> lags = new ArrayList<>();
    rows(folder, "dependency.tsv").forEach(row -> lags.add(Lag.after(row.operation(1), row.operation(2))));
    for (Row row : rows(folder, "tcmb.tsv")) {
      long most = row.number(5);
      Point from = point(row, 1);
      Point to = point(row, 3);
      lags.add(Lag.hard("tcmb %s of %s ~ %s of %s".formatted(row.cell(2), from.step(), row.cell(4), to.step()), from, to,
          -most, most));
    }
    return Problem.of(name, Math.max(1, horizon), types.entrySet().stream()
        .map(type -> Device.of(type.getKey(), type.getValue())).toList(),
        steps, lags);
  }

  private static Point point(Row row, int column) {
    return switch (row.cell(column + 1)) {
      case "start" -> Point.start(row.operation(column));
      case "end" -> Point.end(row.operation(column));
      default -> throw Finding.of("schedule.instance-word", "A boundary is expected in tcmb.tsv.").at(Place.line(row.line()))
          .value(row.cell(column + 1)).allowed("start or end").refusal();
    };
  }

  private static List<Row> rows(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    long line = 0;
    for (String text : Instances.text(file).split("\\R")) {
      line++;
      if (line > 1 && !text.isBlank()) {
        rows.add(new Row(file, line, text.split("\t")));
      }
    }
    return rows;
  }
}
