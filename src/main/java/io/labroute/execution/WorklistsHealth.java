package io.labroute.execution;

import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Down while a device's folder that holds worklists cannot be seen; tells what waits for a person. */
@Component("worklistsHealthIndicator")
class WorklistsHealth implements HealthIndicator {

  private final WorklistRepository worklists;

  WorklistsHealth(WorklistRepository worklists) {
    this.worklists = worklists;
  }

  @Override
  public Health health() {
    try {
      return health(worklists.troubles());
    } catch (DataAccessException | TransactionException away) {
      return Health.unknown().withDetail("waits for", "the database").build();
    }
  }

  private static Health health(List<DoorstepFile> troubles) {
    var health = troubles.stream().anyMatch(it -> DoorstepWatch.UNSEEN.equals(it.reason())) ? Health.down() : Health.up();
    troubles.forEach(it -> health.withDetail(it.device() + " " + it.fileName(), "%s: %s".formatted(it.state().text(), it.reason())));
    return health.build();
  }
}
