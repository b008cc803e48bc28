package io.labroute.routing;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts what each route has done since the engine started. */
@Component
class RouteCounts extends EventNotifierSupport {

  private final Map<String, Count> byRoute = new ConcurrentHashMap<>();

  RouteCounts() {
    setIgnoreCamelContextEvents(true);
    setIgnoreCamelContextInitEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreExchangeCreatedEvent(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeAsyncProcessingStartedEvents(true);
  }

  /**
   * What a route has done.
   *
   * @param done exchanges that came to their end: files of an inbox (however they ended), ticks of a clock
   * @param failed exchanges that broke off
   * @param last when the last one ended; null before the first
   */
  public record Count(long done, long failed, @Nullable Instant last) {

    static final Count NONE = new Count(0, 0, null);

    private Count and(Count other) {
      return new Count(done + other.done, failed + other.failed, other.last);
    }
  }

  Count of(String route) {
    return byRoute.getOrDefault(route, Count.NONE);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof ExchangeEvent ended && ended.getExchange().getFromRouteId() != null) {
      Instant at = Instant.ofEpochMilli(event.getTimestamp());
      if (event instanceof ExchangeCompletedEvent) {
        byRoute.merge(ended.getExchange().getFromRouteId(), new Count(1, 0, at), Count::and);
      } else if (event instanceof ExchangeFailedEvent) {
        byRoute.merge(ended.getExchange().getFromRouteId(), new Count(0, 1, at), Count::and);
      }
    }
  }
}
