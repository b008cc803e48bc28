package io.labroute.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The lab's clock, and the one that files live by. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  LabNature labNature(Environment settings) {
    return LabNature.of(settings);
  }

  @Bean
  Clock clock(LabNature lab, EngineProperties engine) {
    return lab.isSimulated() ? SimulatedClock.in(engine.data()) : Clock.systemUTC();
  }

  @Bean
  WallClock wallClock() {
    return new WallClock(Clock.systemUTC());
  }
}
