package io.labroute.campaign.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Refusal;
import java.io.StringReader;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrgencyTest {

  private static final Instant BEGUN = Instant.parse("2026-11-23T08:00:00Z");

  private static Urgency read(String text) {
    return Urgency.of(Fields.of(YamlTree.parse(new StringReader(text))));
  }

  @Test
  void momentsAreOfTheCalendarOrCountedFromTheRunsBegin() {
    Urgency urgency = read("{priority: 8, earliest: 90 min, due: 2026-11-23T18:00:00+01:00}");

    assertThat(urgency.priority()).isEqualTo(8);
    assertThat(urgency.earliest().of(BEGUN)).isEqualTo("2026-11-23T09:30:00Z");
    assertThat(urgency.due().of(BEGUN)).isEqualTo("2026-11-23T17:00:00Z");
  }

  @Test
  void whatWasStoredIsReadTheSame() {
    String text = "{priority: 8, earliest: 90 min, due: 2026-11-23T18:00:00+01:00}";

    assertThat(Urgency.of(TreeAsJson.json(YamlTree.parse(new StringReader(text))))).isEqualTo(read(text));
    assertThat(Urgency.of(TreeAsJson.json(YamlTree.parse(new StringReader("{other: 1}"))))).isEqualTo(new Urgency(5, null, null));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{priority: 10}                   | tree.malformed",
      "{due: tomorrow}                  | campaign.moment",
      "{due: 2026-11-23T18:00:00}       | campaign.moment",
      "{earliest: 6 h, due: 5 h}        | campaign.due-before-earliest"})
  void whatCannotBeMeantIsRefused(String text, String code) {
    assertThat(catchThrowableOfType(Refusal.class, () -> read(text)).finding().code()).isEqualTo(code);
  }
}
