package io.labroute.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UnreadableBodyTest {

  private record Range(int from, int to) {

    private Range {
      if (from > to) {
        throw new IllegalArgumentException("from is at most to");
      }
    }
  }

  private static Finding why(String body) {
    return UnreadableBody.why(catchThrowable(() -> new ObjectMapper().readValue(body, Range.class)));
  }

  @Test
  void whatATypeSaysAgainstItsValueIsTold() {
    assertThat(why("{\"from\": 2, \"to\": 1}").text()).startsWith("[body.value]").contains("cannot be used here: from is at most to.");
  }

  @Test
  void aValueOfAnotherTypeIsToldWithWhatIsAllowed() {
    assertThat(why("{\"from\": \"two\", \"to\": 3}").text()).startsWith("[body.value]").contains("/from", "two", "a number");
  }

  @Test
  void aBodyThatBreaksOffIsNotCalledMissing() {
    assertThat(UnreadableBody.why(new IOException("connection reset")).code()).isEqualTo("body.broken-off");
    assertThat(UnreadableBody.why(null).code()).isEqualTo("body.missing");
  }
}
