package io.labroute.catalog.vials;

import io.labroute.catalog.CatalogRepository;
import io.labroute.catalog.vials.VialRepository.Done;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Does with vials what the rows of a file say, one after the other; a row that cannot be done is rejected. */
@Component
class VialStore implements RecordStore<VialRow> {

  private final VialRepository vials;
  private final CatalogRepository catalog;

  VialStore(VialRepository vials, CatalogRepository catalog) {
    this.vials = vials;
    this.catalog = catalog;
  }

  @Override
  public Load<VialRow> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("vials are loaded one file at a time, not " + files.size());
    }
    return new VialLoad(files.get(0));
  }

  private final class VialLoad implements Load<VialRow> {

    private final SourceFile file;
    private final List<VialRow> rows = new ArrayList<>();

    private VialLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, VialRow row) {
      rows.add(row);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<VialRow> again) {
      Map<String, Vial> current = vials.lock(rows.stream().map(row -> row.action().vialId()).toList());
      VialRules rules = vials.rules();
      var done = new ArrayList<Done>();
      var rejections = new ArrayList<Rejection>();
      long leavesStored = 0;
      long leavesExtra = 0;
      long leavesUnchanged = 0;
      for (VialRow row : rows) {
        String vialId = row.action().vialId();
        try {
          Vial before = current.get(vialId);
          Vial after = rules.after(before, row.action());
          if (after.equals(before)) {
            leavesUnchanged += row.leaves() + row.extraLeaves();
            continue;
          }
          current.put(vialId, after);
          done.add(new Done(row.action(), after, row.line()));
          leavesStored += row.leaves();
          leavesExtra += row.extraLeaves();
        } catch (Refusal refusal) {
          rejections.add(Rejection.ofOne(refusal.finding().at(Place.line(row.line())), row.leaves() + row.extraLeaves()));
        }
      }
      vials.write(done, "file " + file.ledgerId(), file.ledgerId());
      long unchanged = rows.size() - done.size() - rejections.size();
      return Map.of(file, new Outcome(done.size(), unchanged, leavesStored, leavesUnchanged, leavesExtra, rejections,
          unknownCellLines(done)));
    }

    private List<Finding> unknownCellLines(List<Done> done) {
      Set<String> known = catalog.knownCellLines();
      return done.stream().filter(it -> it.action() instanceof VialAction.Register && !known.contains(it.after().cellLineId()))
          .map(it -> Finding.of("vial.unknown-cell-line",
                  "The catalogue does not know the cell line %s.".formatted(it.after().cellLineId()))
              .at(Place.line(it.line())).value(it.after().cellLineId())
              .maybe("it is spelled differently there, or has not been dropped yet."))
          .toList();
    }

    @Override
    public void close() {
      // Nothing is open: the rows were only gathered.
    }
  }
}
