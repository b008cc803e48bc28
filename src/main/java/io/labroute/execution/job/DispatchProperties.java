package io.labroute.execution.job;

import io.labroute.lab.Finding;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs are fired, under {@code labroute.jobs}.
 *
 * @param grace how late a job may fire by itself, in the lab's time
 * @param lease how long an engine that does not answer keeps the jobs that it was firing from others, in whole seconds
 */
@ConfigurationProperties("labroute.jobs")
record DispatchProperties(@DefaultValue("2m") Duration grace, @DefaultValue("15s") Duration lease) {

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  DispatchProperties {
    if (grace.isNegative() || lease.compareTo(SHORTEST_LEASE) < 0) {
      throw Finding.of("job.settings", "Jobs cannot be fired like this.").value("labroute.jobs: grace %s, lease %s".formatted(grace, lease))
          .allowed("grace 0 or more; lease %d s or more, within which an engine says that it still works"
              .formatted(SHORTEST_LEASE.toSeconds())).refusal();
    }
  }
}
