package io.labroute.execution;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while a device's folder that holds worklists cannot be seen; tells what waits for a person. */
@Component("worklistsHealthIndicator")
class WorklistsHealth implements HealthIndicator {

  private final WorklistRepository worklists;

  WorklistsHealth(WorklistRepository worklists) {
    this.worklists = worklists;
  }

  @Override
  public Health health() {
    var troubles = worklists.troubles();
    var health = troubles.stream().anyMatch(it -> DoorstepWatch.UNSEEN.equals(it.reason())) ? Health.down() : Health.up();
    troubles.forEach(it -> health.withDetail(it.device() + " " + it.fileName(), "%s: %s".formatted(it.state().text(), it.reason())));
    return health.build();
  }
}
