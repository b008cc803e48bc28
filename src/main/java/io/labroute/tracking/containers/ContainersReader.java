package io.labroute.tracking.containers;

import io.labroute.ingest.CsvRecords;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads containers. Positions count from 0; a container counts as unlidded unless its lid is said to be on. */
final class ContainersReader {

  static final CsvLayout LAYOUT = new CsvLayout(List.of("barcode", "device", "position"), List.of("labware_type", "lidded",
      "lid_device", "lid_position", "name", "labware_uuid", "content", "filled", "is_reagent", "at"));

  private static final int BARCODE = 0;
  private static final int DEVICE = 1;
  private static final int POSITION = 2;
  private static final int LABWARE_TYPE = 3;
  private static final int LIDDED = 4;
  private static final int LID_DEVICE = 5;
  private static final int LID_POSITION = 6;
  private static final int NAME = 7;
  private static final int LABWARE_UUID = 8;
  private static final int CONTENT = 9;
  private static final int FILLED = 10;
  private static final int IS_REAGENT = 11;
  private static final int AT = 12;
  private static final int LONGEST = 1_000;

  private final SourceFile source;
  private final Intake<ContainerRow> intake;

  ContainersReader(SourceFile source, Intake<ContainerRow> intake) {
    this.source = source;
    this.intake = intake;
  }

  void read() throws IOException {
    CsvRecords.read(source, LAYOUT, intake, row -> {
      int extras = row.extras().size();
      return new ContainerRow(register(row), at(row), row.line(), row.leaves() - extras, extras);
    });
  }

  private static ContainerAct.Register register(CsvRow row) {
    var labware = new Container.Labware(text(row, NAME), text(row, LABWARE_TYPE), uuid(row), text(row, CONTENT),
        truth(row, FILLED), truth(row, IS_REAGENT));
    boolean lidElsewhere = !row.get(LID_DEVICE).isBlank() || !row.get(LID_POSITION).isBlank();
    return new ContainerAct.Register(name(row, BARCODE, "barcode"), labware, place(row, DEVICE, POSITION),
        Boolean.TRUE.equals(truth(row, LIDDED)), lidElsewhere ? place(row, LID_DEVICE, LID_POSITION) : null);
  }

  private static String name(CsvRow row, int column, String what) {
    try {
      return LabName.of(what, row.get(column));
    } catch (Refusal refusal) {
      throw bad(row, column, refusal.finding());
    }
  }

  private static DevicePosition place(CsvRow row, int device, int position) {
    int index;
    try {
      index = DevicePosition.parse(row.get(position));
    } catch (Refusal refusal) {
      throw bad(row, position, refusal.finding());
    }
    return new DevicePosition(name(row, device, "device's name"), index);
  }

  private static @Nullable String text(CsvRow row, int column) {
    String text = row.get(column);
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw bad(row, column, Finding.of("container.text", "The text is too long or holds a control character.").value(text)
          .allowed("at most " + LONGEST + " characters in one line"));
    }
    return text.isBlank() ? null : text.strip();
  }

  private static @Nullable UUID uuid(CsvRow row) {
    String text = text(row, LABWARE_UUID);
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException malformed) {
      throw bad(row, LABWARE_UUID, Finding.of("container.uuid", "This is no UUID.").value(text)
          .allowed("a UUID such as 5f3c9a3e-0c55-4c55-9a53-0a3f6c1f7a01"));
    }
  }

  private @Nullable Instant at(CsvRow row) {
    String text = text(row, AT);
    try {
      if (text == null) {
        return null;
      }
      String iso = text.replace(' ', 'T');
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
      return zoned ? OffsetDateTime.parse(iso).toInstant() : LocalDateTime.parse(iso).atZone(source.reading().zone()).toInstant();
    } catch (DateTimeException malformed) {
      throw bad(row, AT, Finding.of("container.time", "This is not a time that can be read in one way only.").value(text)
          .allowed("2026-11-21T09:30:00Z, or without a zone in the lab's"));
    }
  }

  private static @Nullable Boolean truth(CsvRow row, int column) {
    return switch (row.get(column)) {
      case "1", "true", "True", "TRUE" -> true;
      case "0", "false", "False", "FALSE" -> false;
      case "" -> null;
      default -> throw bad(row, column, Finding.of("container.truth", "This is neither true nor false.")
          .value(row.get(column)).allowed("1, 0, true, false"));
    };
  }

  private static Refusal bad(CsvRow row, int column, Finding finding) {
    return finding.at(Place.field(row.line(), LAYOUT.columns().get(column))).refusal();
  }
}
