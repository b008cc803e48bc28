package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Where a simulated lab lives. */
class SimulatedPlacesTest {

  private static StandardEnvironment settings(Map<String, Object> written, String... profiles) {
    var settings = new StandardEnvironment();
    settings.setActiveProfiles(profiles);
    settings.getPropertySources().addLast(new MapPropertySource("application.yaml", written));
    new SimulatedPlaces().postProcessEnvironment(settings, new SpringApplication());
    return settings;
  }

  @Test
  void nothingOfTheRealLabIsTouchedWhateverItsSettingsAre() {
    var settings = settings(Map.of("labroute.data", "/labshare/data", "labroute.inbox", "/labshare/inbox", "labroute.worklists.folder",
        "/labshare/worklists", "labroute.worklists.profiles", "/labshare/devices", "server.port", 8080, "labroute.database.port", 15432),
        "simulate");

    assertThat(settings.getProperty("labroute.data")).isEqualTo("/labshare/data/simulated");
    assertThat(settings.getProperty("labroute.inbox")).isEqualTo("/labshare/data/simulated/inbox");
    assertThat(settings.getProperty("labroute.worklists.folder")).isEqualTo("/labshare/data/simulated/worklists-out");
    assertThat(settings.getProperty("labroute.worklists.profiles")).isEqualTo("lab/simulation/devices");
    assertThat(settings.getProperty("server.port")).isEqualTo("8081");
    assertThat(settings.getProperty("labroute.database.port")).isEqualTo("15433");
  }

  @Test
  void aRealLabStaysWhereItIs() {
    var settings = settings(Map.of("labroute.data", "data"));

    assertThat(settings.getProperty("labroute.data")).isEqualTo("data");
    assertThat(settings.getProperty("server.port")).isNull();
  }
}
