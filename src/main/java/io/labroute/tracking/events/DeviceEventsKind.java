package io.labroute.tracking.events;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What devices and scripts report, as JSON lines or CSV: one line an event, in any order. */
@Component
class DeviceEventsKind implements Kind<EventRow> {

  private static final KindPolicy POLICY = new KindPolicy(true, false, null, false, "A bad line rejects itself.");

  private final DeviceEventStore store;

  DeviceEventsKind(DeviceEventStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "device-events";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public Set<String> after() {
    return Set.of("lab-config", "containers");
  }

  @Override
  public RecordReader<EventRow> reader() {
    return (source, intake) -> new DeviceEventsReader(source, intake).read();
  }

  @Override
  public RecordStore<EventRow> store() {
    return store;
  }
}
