package io.labroute.routing;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while every route file is loaded and its routes run. */
@Component("routesHealthIndicator")
class RoutesHealth implements HealthIndicator {

  private final LiveRoutes live;

  RoutesHealth(LiveRoutes live) {
    this.live = live;
  }

  /** A clock that the configuration does not enable is not meant to run. */
  private boolean isSound(Map.Entry<String, String> route) {
    return route.getValue().equals("Started") || live.isNotEnabled(route.getKey());
  }

  @Override
  public Health health() {
    var files = live.files();
    boolean sound = files.stream().anyMatch(file -> !file.routes().isEmpty())
        && files.stream().allMatch(file -> file.fault() == null && file.routes().entrySet().stream().allMatch(this::isSound));
    var health = sound ? Health.up() : Health.down();
    var routes = new TreeMap<String, String>();
    files.forEach(file -> {
      routes.putAll(file.routes());
      if (file.fault() != null) {
        health.withDetail(file.file(), file.fault().text());
      }
    });
    return health.withDetail("routes", routes).build();
  }
}
