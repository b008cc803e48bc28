package io.labroute.migration;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import io.labroute.tracking.devices.DeviceStore;
import io.labroute.tracking.devices.StatedDevice;
import org.springframework.stereotype.Component;

/** The lab's devices, as YAML. */
@Component
class LabConfigKind implements Kind<StatedDevice> {

  private static final KindPolicy POLICY = KindPolicy.statements("A bad value rejects its device.");

  private final DeviceStore store;

  LabConfigKind(DeviceStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "lab-config";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<StatedDevice> reader() {
    return (source, intake) -> new LabConfigReader(intake).read(source);
  }

  @Override
  public RecordStore<StatedDevice> store() {
    return store;
  }
}
