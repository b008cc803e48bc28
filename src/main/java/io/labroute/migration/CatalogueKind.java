package io.labroute.migration;

import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogStore;
import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** What the lab has in stock and works with, as YAML: vessels. */
@Component
class CatalogueKind implements Kind<CatalogRecord> {

  private static final KindPolicy POLICY = KindPolicy.statements("A bad value rejects its vessel.");

  private final CatalogStore store;

  CatalogueKind(CatalogStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "catalogue";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<CatalogRecord> reader() {
    return (source, intake) -> new VesselsReader(intake).read(source);
  }

  @Override
  public RecordStore<CatalogRecord> store() {
    return store;
  }
}
