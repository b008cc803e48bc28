package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of route files, as Camel's own schema has it. */
class RouteSchemaTest {

  private static final RouteSchema SCHEMA = new RouteSchema();

  static Stream<Path> routeFiles() throws IOException {
    return Files.list(Path.of("routes")).filter(file -> file.toString().endsWith(".yaml"));
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void theEnginesOwnRoutesAreOfTheLanguage(Path file) throws IOException {
    SCHEMA.check(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "- route: {id: x, autoStartup: '{{lab.on:false}}', from: {uri: 'timer:a', steps: [{log: hello}]}}",
      "- route: {id: x, autoStartup: false, from: {uri: 'timer:a', parameters: {period: 1000}, steps: [{log: {message: hello}}]}}",
      "- from: {uri: 'timer:a', id: x, steps: [{setHeader: {name: a, simple: '${body}'}}, {to: 'direct:b'}]}",
      "- route: {id: x, from: {uri: 'direct:a', steps: [{choice: {when: [{simple: '${body} > 1', steps: [{stop: {}}]}]}}]}}",
      "- routeConfiguration: {id: c, onException: [{onException: {exception: [java.io.IOException], steps: [{log: failed}]}}]}",
      "- templatedRoute: {routeId: x, routeTemplateRef: inbox, parameters: [{name: poll, value: 51}, {name: enabled, value: true}]}",
      "- routeTemplate: {id: t, parameters: [{name: p}], from: {uri: 'timer:{{p}}', steps: [{delay: {constant: '{{p}}'}}]}}"})
  void whatTheLanguageAllows(String content) {
    assertThatCode(() -> SCHEMA.check(content)).as(content).doesNotThrowAnyException();
  }

  static Stream<Arguments> faulty() {
    return Stream.of(
        Arguments.of("- route:\n    id: x\n    from:\n      uri: timer:a\n      steps:\n        - log: {mesage: hi}", 6, "mesage"),
        Arguments.of("- route:\n    id: x\n    from:\n      uri: timer:a\n      steps:\n        - setHeader: {constant: hi}", 6, "name"),
        Arguments.of("- route:\n    id: x\n    autoStartup: maybe\n    from: {uri: timer:a, steps: []}", 3, "pattern"),
        Arguments.of("- rout:\n    id: x", 1, "rout"));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void whatIsNotOfTheLanguageIsToldAtItsPlace(String content, long line, String says) {
    Finding fault = catchThrowableOfType(Refusal.class, () -> SCHEMA.check(content)).finding();
    assertThat(fault.code()).isEqualTo("route.not-of-the-language");
    assertThat(fault.where().line()).as(fault.text()).isEqualTo(line);
    assertThat(fault.what()).contains(says);
  }
}
