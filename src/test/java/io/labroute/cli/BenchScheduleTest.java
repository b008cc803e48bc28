package io.labroute.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchScheduleTest {

  @TempDir
  private Path folder;

  private final StringWriter told = new StringWriter();

  private int bench(String... words) {
    return new CommandLine(new BenchScheduleCommand()).setOut(new PrintWriter(told)).setErr(new PrintWriter(told)).execute(words);
  }

  @Test
  void eachInstanceHasALineWithTheBestKnownAndStopsAtProof() throws IOException {
    Path shops = Files.createDirectories(folder.resolve("shops"));
    Files.writeString(shops.resolve("tiny"), "2 2\n0 3 1 2\n1 2 0 4\n");
    Files.writeString(shops.resolve("bks.json"), "{\"tiny\": {\"lb\": 7, \"ub\": 7}}");
    Files.writeString(folder.resolve("notes.md"), "2 2\n");
    Files.writeString(folder.resolve("own.yaml"), """
        apiVersion: lab.schedule/v1
        devices: [{id: m}]
        steps: [{id: a, device: m, duration: PT1M}]
        """);

    assertThat(bench("--instances", folder.toString(), "--seconds", "30", "--seed", "3")).isZero();
    assertThat(told.toString().lines()).hasSize(3)
        .anyMatch(line -> line.matches("shops/tiny +OPTIMAL +7 +7 +7 +0.00% +0.00% .*"))
        .anyMatch(line -> line.matches("own +OPTIMAL +12 +- +12 .*"));
  }

  @Test
  void aDamagedInstanceIsToldAndTheOthersAreSolved() throws IOException {
    Files.writeString(folder.resolve("bad"), "2 2\n0 3 9 2\n1 2 0 4\n");
    Files.writeString(folder.resolve("good"), "1 1\n0 3\n");

    assertThat(bench("--instances", folder.toString(), "--seconds", "30")).isEqualTo(1);
    assertThat(told.toString()).contains("schedule.instance-number").containsPattern("good +OPTIMAL +3");
  }

  @Test
  void withoutInstancesOrTimeThereIsNothingToMeasure() {
    assertThat(bench("--instances", folder.toString())).isEqualTo(1);
    assertThat(bench("--instances", folder.toString(), "--seconds", "0")).isEqualTo(2);
    assertThat(bench()).isEqualTo(2);
  }
}
