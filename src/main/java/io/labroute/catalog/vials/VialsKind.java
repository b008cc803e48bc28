package io.labroute.catalog.vials;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** What was done with vials, as CSV: one row an action, in the order in which it was done. */
@Component
class VialsKind implements Kind<VialRow> {

  private static final KindPolicy POLICY = KindPolicy.tablesInOrder(VialsReader.LAYOUT, "A bad row rejects itself.");

  private final VialStore store;

  VialsKind(VialStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "vials";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<VialRow> reader() {
    return (source, intake) -> new VialsReader(source, intake).read();
  }

  @Override
  public RecordStore<VialRow> store() {
    return store;
  }
}
