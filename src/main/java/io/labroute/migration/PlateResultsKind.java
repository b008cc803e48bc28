package io.labroute.migration;

import io.labroute.catalog.CatalogRepository;
import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import io.labroute.measurement.PlateRow;
import io.labroute.measurement.PlateStore;
import org.springframework.stereotype.Component;

/** Results of plate readers, one row a well, as CSV. */
@Component
class PlateResultsKind implements Kind<PlateRow> {

  private static final KindPolicy POLICY = KindPolicy.tables(PlateResultsReader.LAYOUT,
      "A bad row rejects its plate; the other plates of the file are stored.");

  private final PlateStore store;
  private final CatalogRepository parameters;

  PlateResultsKind(PlateStore store, CatalogRepository parameters) {
    this.store = store;
    this.parameters = parameters;
  }

  @Override
  public String name() {
    return "plate-results";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<PlateRow> reader() {
    return (source, intake) -> new PlateResultsReader(source, intake).read();
  }

  @Override
  public RecordStore<PlateRow> store() {
    return files -> new CellLineCheck(store.begin(files), parameters);
  }
}
