package io.labroute.routing;

import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.SchedulerException;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets no trigger fire any more when the engine ends: Quartz would have a last job run for a route that is gone. */
@Component
class QuartzStandby {

  private final CamelContext camel;

  QuartzStandby(CamelContext camel) {
    this.camel = camel;
  }

  @EventListener(ContextClosedEvent.class)
  void begin() throws SchedulerException {
    if (camel.hasComponent("quartz") instanceof QuartzComponent quartz && quartz.getScheduler() != null) {
      quartz.getScheduler().standby();
    }
  }
}
