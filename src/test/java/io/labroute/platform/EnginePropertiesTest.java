package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EnginePropertiesTest {

  @Test
  void hasDefaultsForAll() {
    var engine = bind(Map.of());

    assertThat(engine.data()).isEqualTo(Path.of("data"));
    assertThat(engine.inbox()).isEqualTo(Path.of("inbox"));
    assertThat(engine.zone()).isEqualTo(ZoneId.systemDefault());
    assertThat(engine.database().port()).isEqualTo(15432);
    assertThat(engine.database().hasPassword()).isFalse();
  }

  @Test
  void readsTheEnvironment() {
    var engine = bind(Map.of("LABROUTE_DATABASE_PORT", "15433", "LABROUTE_DATABASE_PASSWORD", "secret",
        "LABROUTE_DATA", "/srv/lab data", "LABROUTE_ZONE", "Europe/Berlin"));

    assertThat(engine.database().port()).isEqualTo(15433);
    assertThat(engine.database().password()).isEqualTo("secret");
    assertThat(engine.data()).isEqualTo(Path.of("/srv/lab data"));
    assertThat(engine.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void doesNotPrintThePassword() {
    assertThat(bind(Map.of("LABROUTE_DATABASE_PASSWORD", "secret")).toString())
        .contains("password=set").doesNotContain("secret");
  }

  private static EngineProperties bind(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment.getPropertySources().forEach(source -> environment.getPropertySources().remove(source.getName()));
    environment.getPropertySources().addLast(new SystemEnvironmentPropertySource(
        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    return new Binder(ConfigurationPropertySources.get(attached(environment)))
        .bindOrCreate("labroute", EngineProperties.class);
  }

  private static StandardEnvironment attached(StandardEnvironment environment) {
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
