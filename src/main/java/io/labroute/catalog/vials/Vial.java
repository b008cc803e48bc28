package io.labroute.catalog.vials;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A frozen vial.
 *
 * @param passageNumber how often the cells had been passaged when they were frozen
 * @param location as the lab writes it, such as a tank, rack, box and position
 */
public record Vial(String vialId, String cellLineId, @Nullable Integer passageNumber, @Nullable LocalDate freezeDate,
    @Nullable String location, Status status, @Nullable String notes) {

  /** What became of it. */
  public enum Status {
    AVAILABLE, USED, DISCARDED;

    /** As it stands in the database and in REST. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Vial at(String newLocation) {
    return new Vial(vialId, cellLineId, passageNumber, freezeDate, newLocation, status, notes);
  }

  Vial as(Status newStatus) {
    return new Vial(vialId, cellLineId, passageNumber, freezeDate, location, newStatus, notes);
  }
}
