package io.labroute.tracking.containers;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Containers that come into the lab, as CSV: one row a container, with the place where it stands. */
@Component
class ContainersKind implements Kind<ContainerRow> {

  private static final KindPolicy POLICY = KindPolicy.tablesInOrder(ContainersReader.LAYOUT, "A bad row rejects itself.");

  private final ContainerStore store;

  ContainersKind(ContainerStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public Set<String> after() {
    return Set.of("lab-config");
  }

  @Override
  public RecordReader<ContainerRow> reader() {
    return (source, intake) -> new ContainersReader(source, intake).read();
  }

  @Override
  public RecordStore<ContainerRow> store() {
    return store;
  }
}
