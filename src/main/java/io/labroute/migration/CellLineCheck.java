package io.labroute.migration;

import io.labroute.catalog.CatalogRepository;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.measurement.PlateRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A load of plates that also warns of cell lines which the catalogue does not know. */
final class CellLineCheck implements Load<PlateRow> {

  private final Load<PlateRow> plates;
  private final CatalogRepository parameters;
  private final Map<SourceFile, Map<String, Long>> firstLines = new HashMap<>();
  private String lastCellLine = "";
  private long lastFile;

  CellLineCheck(Load<PlateRow> plates, CatalogRepository parameters) {
    this.plates = plates;
    this.parameters = parameters;
  }

  @Override
  public void add(SourceFile file, PlateRow row) {
    plates.add(file, row);
    if (row instanceof PlateRow.Well well && (lastFile != file.ledgerId() || !well.cellLine().equals(lastCellLine))) {
      lastFile = file.ledgerId();
      lastCellLine = well.cellLine();
      firstLines.computeIfAbsent(file, source -> new LinkedHashMap<>()).putIfAbsent(lastCellLine, well.line());
    }
  }

  @Override
  public Map<SourceFile, Outcome> finish(Rereading<PlateRow> again) {
    var outcomes = new HashMap<>(plates.finish(again));
    Set<String> known = parameters.knownCellLines();
    firstLines.forEach((file, lines) -> {
      var warnings = new ArrayList<>(outcomes.get(file).warnings());
      lines.forEach((cellLine, line) -> {
        if (!known.contains(cellLine)) {
          warnings.add(Finding.of("plate.unknown-cell-line",
                  "The catalogue does not know the cell line %s.".formatted(cellLine))
              .at(Place.field(line, "cell_line")).value(cellLine)
              .maybe("it is spelled differently there, or its parameters have not been dropped yet."));
        }
      });
      outcomes.computeIfPresent(file, (source, outcome) -> outcome.withWarnings(warnings));
    });
    return outcomes;
  }

  @Override
  public void close() {
    plates.close();
  }
}
