package io.labroute.execution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class RehearsalIT extends EngineTest {

  @Autowired
  private Rehearsal rehearsal;

  @ParameterizedTest
  @ValueSource(strings = {"Tecan_EVO", "Hamilton_STAR", "Echo_650"})
  void makesAWorklistForEachDeviceThatTheProductShips(String device) {
    assertThatCode(() -> rehearsal.play(device, 1)).doesNotThrowAnyException();
  }

  @Test
  void leavesNothing() throws IOException {
    List<Path> before = filesOut();
    rehearsal.play("Tecan_EVO", 1);
    assertThat(count("worklist.worklists")).isZero();
    assertThat(count("campaign.campaigns")).isZero();
    assertThat(count("ingest.file")).isZero();
    assertThat(filesOut()).isEqualTo(before);
  }

  private static List<Path> filesOut() throws IOException {
    if (!Files.exists(worklistsOut())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(worklistsOut())) {
      return files.sorted().toList();
    }
  }
}
