package io.labroute.migration;

import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogStore;
import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** Parameters of the cell simulation, as YAML. */
@Component
class SimulationParametersKind implements Kind<CatalogRecord> {

  private static final KindPolicy POLICY = KindPolicy.statements(
      "A bad value rejects its record: the block of its cell line, its sensitivity, its response of one cell line or its"
          + " default; a bad hill_slope of a compound rejects the compound with all of its sensitivities.");

  private final CatalogStore store;

  SimulationParametersKind(CatalogStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "simulation-parameters";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<CatalogRecord> reader() {
    return (source, intake) -> new SimulationParametersReader(intake).read(source);
  }

  @Override
  public RecordStore<CatalogRecord> store() {
    return store;
  }
}
