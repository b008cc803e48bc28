package io.labroute.measurement;

import io.labroute.ingest.Outcome;
import io.labroute.ingest.Rejection;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.measurement.PlateRepository.PlateContent;
import io.labroute.measurement.PlateRepository.PlateKey;
import io.labroute.measurement.PlateRepository.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been seen of one file while its rows stream by: its plates, and its bad rows up to a limit. */
final class FileTally {

  private static final int MOST_BAD_ROWS = 10_000;
  private static final int MOST_PLATES = 200_000;

  private final Map<String, PlateTally> plates = new LinkedHashMap<>();
  private final List<PlateRow.Bad> badRows = new ArrayList<>();
  private @Nullable String lastPlateId;
  private PlateTally lastPlate = new PlateTally();

  void add(PlateRow row) {
    PlateTally plate = plate(row.plateId());
    if (row instanceof PlateRow.Bad bad) {
      add(plate, bad);
    } else if (row instanceof PlateRow.Well well && !plate.add(well)) {
      add(plate, twice(well));
    }
  }

  private PlateTally plate(String plateId) {
    if (!plateId.equals(lastPlateId)) {
      lastPlate = plates.computeIfAbsent(plateId, id -> new PlateTally());
      lastPlateId = plateId;
      if (plates.size() > MOST_PLATES) {
        throw Finding.of("plate.too-many", "The file has too many plates.").allowed("at most " + MOST_PLATES)
            .maybe("split the file.").refusal();
      }
    }
    return lastPlate;
  }

  private void add(PlateTally plate, PlateRow.Bad row) {
    plate.spoil(row.finding());
    badRows.add(row);
    if (badRows.size() > MOST_BAD_ROWS) {
      throw Finding.of("plate.too-many-bad-rows", "The file has too many bad rows; the last: " + row.finding().what())
          .at(row.finding().where()).value(row.finding().value()).allowed("at most " + MOST_BAD_ROWS + " bad rows")
          .maybe("a column is shifted, or the decimal sign is not the one declared.").refusal();
    }
  }

  private static PlateRow.Bad twice(PlateRow.Well well) {
    var finding = Finding.of("plate.well-twice", "The plate has this well already.")
        .at(Place.field(well.line(), "well_id")).value(well.wellId())
        .allowed("each well of plate %s once".formatted(well.plateId()))
        .maybe("two reads are in one file: give each its own plate_id.");
    return new PlateRow.Bad(well.plateId(), well.line(), well.leaves(), finding);
  }

  /** The plates without a bad row. */
  Map<PlateKey, PlateContent> goodPlates(long fileId) {
    var good = new LinkedHashMap<PlateKey, PlateContent>();
    plates.forEach((plateId, plate) -> {
      if (plate.fault() == null) {
        good.put(new PlateKey(fileId, plateId, plate.rows()), plate.content());
      }
    });
    return good;
  }

  /** What became of the file, once its good plates are stored. */
  Outcome outcome(long fileId, Map<PlateKey, Stored> stored) {
    long loaded = 0;
    long unchanged = 0;
    long leavesStored = 0;
    long leavesUnchanged = 0;
    long leavesExtra = 0;
    var rejections = new ArrayList<Rejection>();
    badRows.forEach(bad -> rejections.add(Rejection.ofOne(bad.finding(), bad.leaves())));
    var warnings = new ArrayList<Finding>();
    for (var entry : plates.entrySet()) {
      PlateTally plate = entry.getValue();
      Finding fault = plate.fault();
      if (fault != null) {
        if (plate.rows() > 0) {
          rejections.add(plate.companions(entry.getKey(), fault));
        }
        continue;
      }
      Stored what = stored.get(new PlateKey(fileId, entry.getKey(), plate.rows()));
      if (what.changed()) {
        loaded += plate.rows();
        leavesStored += plate.leaves() - plate.extraLeaves();
        leavesExtra += plate.extraLeaves();
      } else {
        unchanged += plate.rows();
        leavesUnchanged += plate.leaves();
      }
      plate.wellsOutsideThePlate(entry.getKey()).ifPresent(warnings::add);
      what.warning(entry.getKey()).ifPresent(warnings::add);
    }
    return new Outcome(loaded, unchanged, leavesStored, leavesUnchanged, leavesExtra, rejections, warnings);
  }
}
