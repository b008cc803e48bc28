package io.labroute.execution.job;

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

  DispatchProperties {
    if (grace.isNegative() || lease.toSeconds() < 1) {
      throw new IllegalArgumentException("labroute.jobs: grace %s has to be 0 or more, lease %s a second or more".formatted(grace, lease));
    }
  }
}
