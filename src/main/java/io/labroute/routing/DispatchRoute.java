package io.labroute.routing;

import io.labroute.execution.job.Dispatch;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** The tick by which due jobs are fired; a tick that comes while the last one is at work is left out. */
@Component
class DispatchRoute extends RouteBuilder {

  static final String ID = "labroute-dispatch";
  private static final int INTERVAL_MS = 100;

  private final Dispatch dispatch;

  DispatchRoute(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  @Override
  public void configure() {
    from("quartz:dispatch?stateful=true&triggerStartDelay=" + EveryRouteTemplate.START_DELAY_MS
        + "&trigger.repeatCount=-1&trigger.repeatInterval=" + INTERVAL_MS)
        .routeId(ID)
        .onException(DataAccessException.class, TransactionException.class).handled(true)
        .log(LoggingLevel.DEBUG, "the dispatch waits for the database: ${exception.message}").end()
        .process(exchange -> dispatch.tick());
  }
}
