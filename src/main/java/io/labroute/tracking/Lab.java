package io.labroute.tracking;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.ContainerRepository;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The lab as a whole: whether its record can be relied on, and how it is emptied. */
@Service
public class Lab {

  private final LabHealthRepository health;
  private final ContainerRepository containers;
  private final AuditRepository audit;
  private final Clock clock;

  Lab(LabHealthRepository health, ContainerRepository containers, AuditRepository audit, Clock clock) {
    this.health = health;
    this.containers = containers;
    this.audit = audit;
    this.clock = clock;
  }

  /** What makes the record doubtful now. */
  @Transactional(readOnly = true)
  public LabHealth health() {
    return health.at(clock.instant());
  }

  /**
   * Empties the lab on record: all containers are removed, nothing is deleted, and devices stay.
   *
   * @param expected how many containers there are, so that nobody empties another lab than the one that is meant
   * @param reason why, for the audit
   * @return how many containers were removed
   * @throws Refusal when there are more or fewer, a step is under way, or there is no reason
   */
  @Transactional
  public int wipe(int expected, @Nullable String reason, String actor) {
    if (reason == null || reason.isBlank()) {
      throw Finding.of("lab.reason-missing", "The reason is missing.").refusal();
    }
    long running = health.running();
    if (running > 0) {
      throw Finding.of("lab.busy", "Steps are under way.").value(running + " running").allowed("a lab in which nothing runs")
          .maybe("their ends were not reported: look at GET /api/lab/health.").refusal();
    }
    int removed = containers.removeAll(expected, actor);
    audit.add(AuditEntry.of(actor, "emptied", "lab of %d containers: %s".formatted(removed, reason)));
    return removed;
  }
}
