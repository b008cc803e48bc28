package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class StartChecksTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void listensOnThisMachine(String address) {
    var settings = new MockEnvironment().withProperty("server.address", address);

    assertThatCode(() -> LoopbackOnly.require(settings)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.7", "", "no.such.host.invalid"})
  void refusesToListenForOtherMachines(String address) {
    var settings = new MockEnvironment().withProperty("server.address", address);

    assertThatThrownBy(() -> LoopbackOnly.require(settings))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("[engine.address-not-local]")
        .hasMessageContaining("server.address")
        .hasMessageContaining("until users are configured");
  }

  @Test
  void refusesToListenOnAllAddressesBecauseNoneIsSet() {
    assertThatThrownBy(() -> LoopbackOnly.require(new MockEnvironment())).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesAManagementPortThatOtherMachinesReach() {
    var settings = new MockEnvironment().withProperty("server.address", "127.0.0.1")
        .withProperty("management.server.port", "9000");

    assertThatThrownBy(() -> LoopbackOnly.require(settings))
        .isInstanceOf(Refusal.class).hasMessageContaining("management.server.address");
    assertThatCode(() -> LoopbackOnly.require(settings.withProperty("management.server.address", "::1")))
        .doesNotThrowAnyException();
  }

  @Test
  void warnsOfALocaleThatHidesFilesAndSaysWhatToSet() {
    assertThat(LocaleCheck.warning("ANSI_X3.4-1968")).map(Finding::text).get().asString()
        .contains("ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
    assertThat(LocaleCheck.warning("UTF-8")).isEmpty();
  }

  @Test
  void refusesToStartOutsideOfTheProjectsFolder(@TempDir Path elsewhere) {
    Path migrations = elsewhere.resolve("migrations");

    assertThatThrownBy(() -> StartChecks.requireProjectFolder(migrations))
        .isInstanceOf(Refusal.class).hasMessageContaining("There is no folder " + migrations);
    assertThatCode(() -> StartChecks.requireProjectFolder(elsewhere)).doesNotThrowAnyException();
  }

  @Test
  void printsARefusalThatIsTheCauseOfAnotherFailure() {
    Refusal refusal = Finding.of("engine.test", "It is refused.").maybe("do it another way.").refusal();

    var analysis = new RefusalAnalyzer().analyze(new IllegalStateException("bean", new RuntimeException(refusal)));

    assertThat(analysis.getDescription()).isEqualTo("[engine.test] It is refused.");
    assertThat(analysis.getAction()).isEqualTo("Maybe do it another way.");
    assertThat(new RefusalAnalyzer().analyze(new IllegalStateException("other"))).isNull();
  }

  @Test
  void endsTheStartWithPlainWords(CapturedOutput output) {
    var engine = new SpringApplicationBuilder(StartChecks.class).web(WebApplicationType.NONE);

    assertThatThrownBy(() -> engine.run("--server.address=0.0.0.0")).isInstanceOf(Refusal.class);

    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", "Found: '0.0.0.0'.", "Maybe reach it through a tunnel")
        .doesNotContain("\tat io.labroute");
  }
}
