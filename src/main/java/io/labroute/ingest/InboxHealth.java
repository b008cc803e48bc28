package io.labroute.ingest;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while every watched folder is there and its files are taken. */
@Component("inboxHealthIndicator")
class InboxHealth implements HealthIndicator {

  private final InboxSurvey inbox;

  InboxHealth(InboxSurvey inbox) {
    this.inbox = inbox;
  }

  @Override
  public Health health() {
    var folders = inbox.look();
    boolean sound = folders.stream().allMatch(folder -> folder.problem() == null);
    var health = sound ? Health.up() : Health.down();
    for (var folder : folders) {
      health.withDetail(folder.kind() + " " + folder.path(), folder.problem() == null
          ? folder.waiting() + " waiting" : folder.problem());
    }
    return health.build();
  }
}
