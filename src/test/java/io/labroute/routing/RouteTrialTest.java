package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.quartz.impl.matchers.GroupMatcher;

class RouteTrialTest {

  @Test
  void inATrialNoClockTicks() throws Exception {
    try (var trial = new DefaultCamelContext()) {
      QuartzComponent quartz = RouteTrial.withoutTicks();
      trial.addComponent("quartz", quartz);
      trial.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("quartz:often?trigger.repeatInterval=10&trigger.repeatCount=-1").to("log:often?level=OFF");
        }
      });
      trial.start();

      assertThat(quartz.getScheduler().getTriggerKeys(GroupMatcher.anyGroup())).hasSize(1);
      assertThat(quartz.getScheduler().isInStandbyMode()).isTrue();
    }
  }
}
