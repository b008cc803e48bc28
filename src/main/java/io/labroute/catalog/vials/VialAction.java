package io.labroute.catalog.vials;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Something that is done with a vial. */
public sealed interface VialAction {

  String vialId();

  /** A verb in the past, as it stands in the audit trail. */
  String verb();

  /** The vial is there now. */
  record Register(String vialId, String cellLineId, @Nullable Integer passageNumber, @Nullable LocalDate freezeDate,
      @Nullable String location, @Nullable String notes) implements VialAction {

    @Override
    public String verb() {
      return "registered";
    }
  }

  /** The vial lies elsewhere now. */
  record Move(String vialId, String location, @Nullable String notes) implements VialAction {

    @Override
    public String verb() {
      return "moved";
    }
  }

  /**
   * The vial was thawed.
   *
   * @param executionId the experiment that it was thawed for
   * @param usedAt null for the moment at which it is told
   */
  record Use(String vialId, @Nullable String executionId, @Nullable String purpose, @Nullable Instant usedAt,
      @Nullable String notes) implements VialAction {

    @Override
    public String verb() {
      return "used";
    }
  }

  /** The vial was thrown away unused. */
  record Discard(String vialId, @Nullable String notes) implements VialAction {

    @Override
    public String verb() {
      return "discarded";
    }
  }
}
