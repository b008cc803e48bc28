package io.labroute.measurement;

import io.labroute.ingest.CopyRows;
import io.labroute.ingest.GroupConflict;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.measurement.PlateRepository.PlateContent;
import io.labroute.measurement.PlateRepository.PlateKey;
import io.labroute.measurement.PlateRepository.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores plates whole. One bad row rejects its plate, so the whole file is looked through first; then the rows of good plates
 * are copied straight into their table, from memory if they are few, else by reading the file again. Plates that exist
 * already are staged and compared: one that is equal is left, one that differs supersedes the old one.
 */
@Component
public class PlateStore implements RecordStore<PlateRow> {

  private static final int MOST_ROWS_IN_MEMORY = 20_000;

  private final PlateRepository plates;

  PlateStore(PlateRepository plates) {
    this.plates = plates;
  }

  @Override
  public Load<PlateRow> begin(List<SourceFile> files) {
    return new PlateLoad(files);
  }

  private record Row(SourceFile file, PlateRow row) {}

  private final class PlateLoad implements Load<PlateRow> {

    private final Map<SourceFile, FileTally> tallies = new LinkedHashMap<>();
    private @Nullable List<Row> held = new ArrayList<>();
    private @Nullable SourceFile lastFile;
    private FileTally lastTally = new FileTally();

    private PlateLoad(List<SourceFile> files) {
      files.forEach(file -> tallies.put(file, new FileTally()));
    }

    @Override
    public void add(SourceFile file, PlateRow row) {
      if (file != lastFile) {
        lastFile = file;
        lastTally = tallies.get(file);
      }
      lastTally.add(row);
      if (held != null) {
        held.add(new Row(file, row));
        if (held.size() > MOST_ROWS_IN_MEMORY) {
          held = null;
        }
      }
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<PlateRow> again) {
      Map<PlateKey, PlateContent> contents = goodPlates();
      List<PlateKey> good = List.copyOf(contents.keySet());
      Map<String, Integer> current = plates.lockCurrent(good);
      Set<String> unchanged = current.isEmpty() ? Set.of() : unchanged(good, current, again);
      Map<PlateKey, Stored> stored = plates.makeVersions(contents, current, unchanged);
      Map<String, Integer> versions = new HashMap<>();
      stored.forEach((plate, what) -> {
        if (what.changed()) {
          versions.put(plate.plateId(), what.version());
        }
      });
      if (!versions.isEmpty()) {
        try (CopyRows rows = plates.measurements()) {
          forEachWell(versions.keySet(), again,
              (file, well) -> PlateRepository.write(rows, file, well, versions.get(well.plateId())));
          rows.finish();
        }
      }
      var outcomes = new HashMap<SourceFile, Outcome>();
      tallies.forEach((file, tally) -> outcomes.put(file, tally.outcome(file.ledgerId(), stored)));
      return outcomes;
    }

    private Map<PlateKey, PlateContent> goodPlates() {
      var good = new LinkedHashMap<PlateKey, PlateContent>();
      tallies.forEach((file, tally) -> good.putAll(tally.goodPlates(file.ledgerId())));
      var names = new HashSet<String>();
      for (PlateKey plate : good.keySet()) {
        if (!names.add(plate.plateId())) {
          throw new GroupConflict("plate " + plate.plateId());
        }
      }
      return good;
    }

    private Set<String> unchanged(List<PlateKey> good, Map<String, Integer> current, Rereading<PlateRow> again) {
      try (CopyRows staging = plates.stage()) {
        forEachWell(current.keySet(), again, (file, well) -> PlateRepository.write(staging, file, well, 0));
        staging.finish();
      }
      return plates.unchanged(good);
    }

    private void forEachWell(Set<String> plateIds, Rereading<PlateRow> again, Wells wells) {
      if (held != null) {
        held.forEach(row -> pass(row.file(), row.row(), plateIds, wells));
      } else {
        tallies.keySet().forEach(file -> again.records(file, row -> pass(file, row, plateIds, wells)));
      }
    }

    private static void pass(SourceFile file, PlateRow row, Set<String> plateIds, Wells wells) {
      if (row instanceof PlateRow.Well well && plateIds.contains(well.plateId())) {
        wells.accept(file.ledgerId(), well);
      }
    }

    @Override
    public void close() {
      // Nothing is open between the calls.
    }
  }

  @FunctionalInterface
  private interface Wells {
    void accept(long fileId, PlateRow.Well well);
  }
}
