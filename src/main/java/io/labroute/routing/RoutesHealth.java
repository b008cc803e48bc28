package io.labroute.routing;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while every route file is loaded and its routes run. */
@Component("routesHealthIndicator")
class RoutesHealth implements HealthIndicator {

  private final RouteFiles files;

  RoutesHealth(RouteFiles files) {
    this.files = files;
  }

  @Override
  public Health health() {
    var routes = files.routes();
    var faults = files.faults();
    boolean sound = faults.isEmpty() && !routes.isEmpty() && routes.values().stream().allMatch("Started"::equals);
    var health = (sound ? Health.up() : Health.down()).withDetail("routes", routes);
    faults.forEach((file, finding) -> health.withDetail(file, finding.text()));
    return health.build();
  }
}
