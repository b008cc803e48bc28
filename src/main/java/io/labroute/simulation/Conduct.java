package io.labroute.simulation;

import io.labroute.platform.LabNature;
import io.labroute.simulation.model.Chance;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** How long simulated devices and people take and what goes wrong with them, by the settings and by chance. */
@Component
@Profile(LabNature.PROFILE)
@EnableConfigurationProperties(SimulationProperties.class)
class Conduct {

  private static final Duration QUICKEST_REACTION = Duration.ofMillis(100);
  private static final Duration SLOWEST_REACTION = Duration.ofMillis(600);
  private static final Duration SHORTEST_DOWN = Duration.ofMinutes(10);
  private static final Duration LATEST = Duration.ofMinutes(15);

  private final SimulationProperties settings;
  private final Chance chance;

  Conduct(SimulationProperties settings) {
    this.settings = settings;
    this.chance = new Chance(settings.seed());
  }

  Chance chance() {
    return chance;
  }

  SimulationProperties.Failures failures() {
    return settings.failures();
  }

  /** When somebody begins what he was asked to do. */
  Instant reaction(Instant asked, String thing) {
    return asked.plus(QUICKEST_REACTION.plus(share(SLOWEST_REACTION.minus(QUICKEST_REACTION), thing, "reaction")));
  }

  /** A usual time, varied. */
  Duration varied(Duration usual, String thing) {
    double factor = 1 + settings.variation() * chance.deviation(thing, "duration");
    return Duration.ofMillis(Math.max(100, Math.round(usual.toMillis() * Math.max(0.1, factor))));
  }

  /** How much later than it came the end of something is told. */
  Duration lateness(String thing) {
    return chance.happens(settings.failures().late(), thing, "late") ? share(LATEST, thing, "lateness") : Duration.ZERO;
  }

  /** Why a device does not do what it was asked for; null when it does. */
  Course.@Nullable Failure failure(double rate, String thing, String why) {
    if (chance.happens(rate, thing, why)) {
      return new Course.Failure("simulated failure: " + why, null);
    }
    return chance.happens(settings.failures().deviceDown(), thing, "down")
        ? new Course.Failure("simulated failure: the device went down", SHORTEST_DOWN.plus(share(LATEST, thing, "down for"))) : null;
  }

  Duration share(Duration most, String... thing) {
    return Duration.ofMillis(Math.round(most.toMillis() * chance.share(thing)));
  }
}
