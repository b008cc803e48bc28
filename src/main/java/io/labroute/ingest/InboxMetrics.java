package io.labroute.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks now and then how much waits in the inbox, and for how long. */
@Component
class InboxMetrics {

  private final InboxSurvey inbox;
  private final MultiGauge waiting;
  private final MultiGauge oldest;

  InboxMetrics(MeterRegistry registry, InboxSurvey inbox) {
    this.inbox = inbox;
    this.waiting = MultiGauge.builder("labroute.inbox.waiting").description("files in an inbox folder").register(registry);
    this.oldest = MultiGauge.builder("labroute.inbox.oldest").baseUnit("seconds")
        .description("age of the oldest file in an inbox folder").register(registry);
  }

  @Scheduled(fixedDelay = 5_000)
  void survey() {
    var folders = inbox.look();
    waiting.register(folders.stream().map(folder -> MultiGauge.Row.of(tags(folder), folder.waiting())).toList(), true);
    oldest.register(folders.stream().map(folder -> MultiGauge.Row.of(tags(folder), folder.oldestSeconds())).toList(), true);
  }

  private static Tags tags(InboxSurvey.Folder folder) {
    return Tags.of("kind", folder.kind(), "folder", folder.path());
  }
}
