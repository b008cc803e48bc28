package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.Place;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a well.
 *
 * @param cellLine null in a well without cells
 * @param compound null where there is none
 * @param dose null or 0 where only the vehicle is added
 * @param proposal the id of the proposal; null in a control
 * @param replicate from 1
 * @param place of the proposal or control
 */
record Treatment(Role role, @Nullable String cellLine, @Nullable String compound, @Nullable Strength dose, @Nullable String proposal,
    int replicate, Place place) {

  /** What a well is for. */
  enum Role {
    SAMPLE, VEHICLE, POSITIVE, NEGATIVE, BLANK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean dosed() {
    return dose != null && !dose.isZero();
  }

  void describe(ObjectNode well) {
    well.put("role", role.toString());
    put(well, "cell_line", cellLine);
    put(well, "compound", compound);
    put(well, "dose", dose == null ? null : dose.toString());
    put(well, "proposal", proposal);
    well.put("replicate", replicate);
  }

  private static void put(ObjectNode well, String word, @Nullable String text) {
    if (text != null) {
      well.put(word, text);
    }
  }
}
