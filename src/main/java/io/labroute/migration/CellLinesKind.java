package io.labroute.migration;

import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogStore;
import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** Cell lines with their characteristics and protocols, as YAML. */
@Component
class CellLinesKind implements Kind<CatalogRecord> {

  private static final KindPolicy POLICY = KindPolicy.statements(
      "A bad value rejects its characteristic or its protocol of one vessel; one among what a cell line itself is rejects the"
          + " cell line with all that belongs to it.");

  private final CatalogStore store;

  CellLinesKind(CatalogStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "cell-lines";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<CatalogRecord> reader() {
    return (source, intake) -> new CellLinesReader(intake).read(source);
  }

  @Override
  public RecordStore<CatalogRecord> store() {
    return store;
  }
}
