package io.labroute.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts files and records as they end. */
@Component
class IngestMetrics {

  private final MeterRegistry registry;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void ended(String kind, List<Ending> endings) {
    for (Ending ending : endings) {
      counter("labroute.files", "files that ended", kind, ending.state().text()).increment();
      counter("labroute.records", "records of ended files", kind, "loaded").increment(ending.counts().recordsLoaded());
      counter("labroute.records", "records of ended files", kind, "rejected")
          .increment(ending.counts().recordsRejected());
    }
  }

  private Counter counter(String name, String description, String kind, String state) {
    return Counter.builder(name).description(description).tags("kind", kind, "state", state).register(registry);
  }
}
