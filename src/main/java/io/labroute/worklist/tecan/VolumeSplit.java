package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Splits a volume that is larger than a tip. */
final class VolumeSplit {

  private static final int MOST_PARTS = 1_000;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private VolumeSplit() {}

  /**
   * Parts that add up to a volume, none larger than a tip: nearly equal in whole microlitres, the remainder last; where that
   * does not come out even, in hundredths, the larger parts first.
   *
   * @param volume in hundredths of a microlitre, positive
   */
  static List<Volume> parts(Volume volume, Volume tipMaximum) {
    var tip = new Volume(tipMaximum.microlitres().setScale(2, RoundingMode.FLOOR));
    if (!volume.exceeds(tip)) {
      return List.of(volume);
    }
    if (tip.isZero() || volume.exceeds(tip.times(MOST_PARTS))) {
      throw Finding.of("worklist.too-many-parts", "The volume would take too many aspirations.").value(volume.toString())
          .allowed("at most %d of %s each".formatted(MOST_PARTS, tip)).maybe("its unit is wrong.").refusal();
    }
    int number = volume.microlitres().divide(tip.microlitres(), 0, RoundingMode.CEILING).intValueExact();
    BigDecimal step = volume.microlitres().divide(BigDecimal.valueOf(number), 0, RoundingMode.CEILING);
    BigDecimal rest = volume.microlitres().subtract(step.multiply(BigDecimal.valueOf(number - 1L)));
    if (step.compareTo(tip.microlitres()) > 0 || rest.signum() <= 0) {
      return even(volume, number);
    }
    var parts = new ArrayList<Volume>(number);
    for (int i = 1; i < number; i++) {
      parts.add(new Volume(step).inHundredths());
    }
    parts.add(new Volume(rest).inHundredths());
    return parts;
  }

  private static List<Volume> even(Volume volume, int number) {
    long hundredths = volume.microlitres().multiply(HUNDRED).longValueExact();
    var parts = new ArrayList<Volume>(number);
    for (int i = 0; i < number; i++) {
      long part = hundredths / number + (i < hundredths % number ? 1 : 0);
      parts.add(new Volume(BigDecimal.valueOf(part, 2)));
    }
    return parts;
  }
}
