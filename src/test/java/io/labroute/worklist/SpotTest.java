package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.PlateFormat;
import io.labroute.lab.WellAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotTest {

  @Test
  void isTheSameOnlyWhereLabelAndWellAre() {
    var spot = new Spot("L1", new WellAddress(2, 3));
    assertThat(spot).isEqualTo(new Spot("L1", new WellAddress(2, 3))).hasSameHashCodeAs(new Spot("L1", new WellAddress(2, 3)))
        .isNotEqualTo(new Spot("L2", new WellAddress(2, 3))).isNotEqualTo(new Spot("L1", new WellAddress(3, 3)))
        .isNotEqualTo(new Spot("L1", new WellAddress(2, 4))).isNotEqualTo("L1/C4");
  }

  @Test
  void areToldApartByTheirHashesOnADeckWhoseLabelsAreCountedUp() {
    List<Spot> deck = new ArrayList<>();
    for (int plate = 1; plate < 10; plate++) {
      for (int row = 0; row < PlateFormat.WELLS_1536.rows(); row++) {
        for (int column = 0; column < PlateFormat.WELLS_1536.columns(); column++) {
          deck.add(new Spot("L" + plate, new WellAddress(row, column)));
        }
      }
    }
    var hashes = new HashSet<Integer>();
    deck.forEach(spot -> hashes.add(spot.hashCode()));
    assertThat(hashes).hasSameSizeAs(deck);
  }
}
