package io.labroute.tracking.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.tracking.ExperimentStatus;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepStatusTest {

  @ParameterizedTest
  @CsvSource({"PLANNED, RUNNING ABORTED", "RUNNING, COMPLETED FAILED ABORTED", "COMPLETED, ''", "FAILED, ''", "ABORTED, ''"})
  void aStepGoesOnlyWhereItMay(StepStatus from, String next) {
    assertThat(Arrays.stream(StepStatus.values()).filter(from::mayBecome).map(Enum::name).toList()).isEqualTo(words(next));
  }

  @ParameterizedTest
  @CsvSource({"PENDING, RUNNING ABORTED", "RUNNING, PAUSED COMPLETED FAILED ABORTED", "PAUSED, RUNNING FAILED ABORTED",
      "COMPLETED, ''", "FAILED, ''", "ABORTED, ''"})
  void anExperimentGoesOnlyWhereItMay(ExperimentStatus from, String next) {
    assertThat(Arrays.stream(ExperimentStatus.values()).filter(from::mayBecome).map(Enum::name).toList()).isEqualTo(words(next));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
