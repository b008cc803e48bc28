package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class QuartzStandbyTest {

  @Test
  void noTriggerFiresAnyMoreWhenTheEngineEnds() throws Exception {
    try (var camel = new DefaultCamelContext()) {
      camel.addRoutes(new RouteBuilder() {
        @Override
        public void configure() {
          from("quartz:often?trigger.repeatInterval=10&trigger.repeatCount=-1").to("log:often?level=OFF");
        }
      });
      camel.start();
      var scheduler = camel.getComponent("quartz", QuartzComponent.class).getScheduler();
      assertThat(scheduler.isInStandbyMode()).isFalse();

      new QuartzStandby(camel).begin();

      assertThat(scheduler.isInStandbyMode()).isTrue();
    }
  }

  @Test
  void anEngineWithoutTriggersEndsAsWell() throws Exception {
    try (var camel = new DefaultCamelContext()) {
      camel.start();
      assertThatCode(new QuartzStandby(camel)::begin).doesNotThrowAnyException();
    }
  }
}
