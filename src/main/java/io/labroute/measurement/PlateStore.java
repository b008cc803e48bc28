package io.labroute.measurement;

import io.labroute.ingest.CopyRows;
import io.labroute.ingest.GroupConflict;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.measurement.PlateRepository.BadPlate;
import io.labroute.measurement.PlateRepository.PlateKey;
import io.labroute.measurement.PlateRepository.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Stores plates whole: rows are copied into a staging table while the file is read, then the good plates are merged. One bad
 * row rejects its plate; a plate equal to its current version is left; one that differs supersedes it.
 */
@Component
public class PlateStore implements RecordStore<PlateRow> {

  private static final int MOST_BAD_ROWS = 10_000;
  private static final int MOST_PLATES = 200_000;

  private final PlateRepository plates;

  PlateStore(PlateRepository plates) {
    this.plates = plates;
  }

  @Override
  public Load<PlateRow> begin(List<SourceFile> files) {
    return new PlateLoad(files, plates.stage());
  }

  private final class PlateLoad implements Load<PlateRow> {

    private final Map<Long, FileTally> tallies = new LinkedHashMap<>();
    private final List<SourceFile> files;
    private final CopyRows staging;

    private PlateLoad(List<SourceFile> files, CopyRows staging) {
      this.files = files;
      this.staging = staging;
      files.forEach(file -> tallies.put(file.ledgerId(), new FileTally()));
    }

    @Override
    public void add(SourceFile file, PlateRow row) {
      FileTally tally = tallies.get(file.ledgerId());
      PlateTally plate = tally.plate(row.plateId());
      if (row instanceof PlateRow.Bad bad) {
        tally.bad(plate, bad);
      } else if (row instanceof PlateRow.Well well) {
        if (plate.add(well)) {
          PlateRepository.write(staging, file.ledgerId(), well);
        } else {
          tally.bad(plate, twice(well));
        }
      }
    }

    private PlateRow.Bad twice(PlateRow.Well well) {
      var finding = Finding.of("plate.well-twice", "The plate has this well already.")
          .at(Place.field(well.line(), "well_id")).value(well.wellId()).allowed("each well of plate %s once"
              .formatted(well.plateId())).maybe("two reads are in one file: give each its own plate_id.");
      return new PlateRow.Bad(well.plateId(), well.line(), well.leaves(), finding);
    }

    @Override
    public Map<SourceFile, Outcome> finish() {
      staging.finish();
      List<PlateKey> good = goodPlates();
      Map<PlateKey, Stored> stored = plates.merge(good);
      List<BadPlate> companions = plates.companionsOf(badPlates());
      var outcomes = new HashMap<SourceFile, Outcome>();
      for (SourceFile file : files) {
        outcomes.put(file, tallies.get(file.ledgerId()).outcome(file.ledgerId(), stored, companions));
      }
      return outcomes;
    }

    private List<PlateKey> goodPlates() {
      var good = new ArrayList<PlateKey>();
      var names = new HashSet<String>();
      tallies.forEach((file, tally) -> tally.plates.forEach((plateId, plate) -> {
        if (plate.fault() == null) {
          if (!names.add(plateId)) {
            throw new GroupConflict("plate " + plateId);
          }
          good.add(new PlateKey(file, plateId, plate.rows()));
        }
      }));
      return good;
    }

    private List<PlateKey> badPlates() {
      var bad = new ArrayList<PlateKey>();
      tallies.forEach((file, tally) -> tally.plates.forEach((plateId, plate) -> {
        if (plate.fault() != null && plate.rows() > 0) {
          bad.add(new PlateKey(file, plateId, plate.rows()));
        }
      }));
      return bad;
    }

    @Override
    public void close() {
      staging.close();
    }
  }

  /** What has been seen of one file. */
  private static final class FileTally {

    private final Map<String, PlateTally> plates = new LinkedHashMap<>();
    private final List<PlateRow.Bad> badRows = new ArrayList<>();
    private String lastPlateId = "";
    private PlateTally lastPlate = new PlateTally();

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

    private void bad(PlateTally plate, PlateRow.Bad row) {
      plate.spoil(row.finding());
      badRows.add(row);
      if (badRows.size() > MOST_BAD_ROWS) {
        throw Finding.of("plate.too-many-bad-rows",
                "The file has too many bad rows; the last: " + row.finding().what())
            .at(row.finding().where()).value(row.finding().value()).allowed("at most " + MOST_BAD_ROWS + " bad rows")
            .maybe("a column is shifted, or the decimal sign is not the one declared.").refusal();
      }
    }

    private Outcome outcome(long fileId, Map<PlateKey, Stored> stored, List<BadPlate> companions) {
      long loaded = 0;
      long unchanged = 0;
      long leavesStored = 0;
      long leavesUnchanged = 0;
      long leavesExtra = 0;
      var warnings = new ArrayList<Finding>();
      for (var entry : plates.entrySet()) {
        PlateTally plate = entry.getValue();
        if (plate.fault() != null) {
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
      var rejections = new ArrayList<Rejection>();
      badRows.forEach(bad -> rejections.add(Rejection.ofOne(bad.finding(), bad.leaves())));
      companions.stream().filter(bad -> bad.fileId() == fileId).forEach(bad -> rejections.add(companions(bad)));
      return new Outcome(loaded, unchanged, leavesStored, leavesUnchanged, leavesExtra, rejections, warnings);
    }

    private Rejection companions(BadPlate bad) {
      Finding fault = plates.get(bad.plateId()).fault();
      var finding = Finding.of("plate.rejected", "Plate %s is rejected as a whole because of line %d: %s"
              .formatted(bad.plateId(), fault.where().line(), fault.what()))
          .at(Place.line(bad.firstLine())).maybe("mend that line and drop the .rejects.csv again.");
      return new Rejection(finding, bad.lines(), bad.rows(), bad.leaves());
    }
  }
}
