package io.labroute.routing;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.EngineProperties;
import java.text.ParseException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Date;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;
import org.quartz.CronExpression;
import org.springframework.stereotype.Component;

/**
 * The route template {@code every}: a clock in the lab's time zone calls something at set times. A tick that comes while the
 * last call still runs waits for its end; one that fell into a time when the engine was down is left out.
 */
@Component
class EveryRouteTemplate extends RouteBuilder {

  /**
   * Quartz counts in whole seconds: with less, a tick of the second in which a route starts comes before Camel knows the route,
   * which then deletes the clock.
   */
  static final int START_DELAY_MS = 1_500;

  private final EngineProperties engine;
  private final Clock clock;

  EveryRouteTemplate(EngineProperties engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public void configure() {
    routeTemplate("every")
        .templateParameter("name", null, "a name for the clock, which no other has")
        .templateParameter("cron", null, "when, as Quartz writes it: second minute hour day month weekday")
        .templateParameter("call", null, "what is called, such as direct:daily-export or bean:backups?method=make(...)")
        .templateParameter("enabled", "true", "whether the clock runs: true or false")
        .configure(this::requireCron)
        .from("quartz:{{name}}?cron=RAW({{cron}})&trigger.timeZone=" + engine.zone().getId() + "&stateful=true&triggerStartDelay="
            + START_DELAY_MS)
        .autoStartup("{{enabled}}")
        .process(exchange -> exchange.setVariable("today", LocalDate.now(clock.withZone(engine.zone())).toString()))
        .to("{{call}}");
  }

  private void requireCron(RouteTemplateContext route) {
    String cron = route.getCamelContext().resolvePropertyPlaceholders(String.valueOf(route.getParameters().get("cron")));
    try {
      if (new CronExpression(cron).getNextValidTimeAfter(Date.from(clock.instant())) == null) {
        throw neverTicks("The clock would never tick.", cron);
      }
    } catch (ParseException malformed) {
      throw neverTicks("This does not say when: " + malformed.getMessage(), cron);
    }
  }

  private static Refusal neverTicks(String what, String cron) {
    return Finding.of("route.cron", what).value(cron).allowed("second minute hour day month weekday, such as 0 30 1 * * ?")
        .maybe("it was written for another program: here seconds come first, and either day or weekday is a ?.").refusal();
  }
}
