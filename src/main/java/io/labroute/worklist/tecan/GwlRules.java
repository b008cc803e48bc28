package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.worklist.Deck;
import io.labroute.worklist.FieldText;
import io.labroute.worklist.tecan.GwlRecord.Decontaminate;
import io.labroute.worklist.tecan.GwlRecord.Distribution;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.GwlRecord.Rack;
import io.labroute.worklist.tecan.GwlRecord.StartTimer;
import io.labroute.worklist.tecan.GwlRecord.WaitForTimer;
import io.labroute.worklist.tecan.GwlRecord.Wash;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a single record has to keep to, whoever wrote it.
 *
 * @param deck null where the deck is not known, as with foreign files
 */
record GwlRules(TecanProfile profile, @Nullable Deck deck) {

  private static final int LONGEST_FIELD = 32;
  private static final int LARGEST_MASK = 255;
  private static final BigDecimal LARGEST_VOLUME = new BigDecimal("7158278");
  private static final BigDecimal RESOLUTION = new BigDecimal("0.005");

  /** All that is wrong with a record; empty when nothing is. */
  List<Finding> faults(GwlRecord record) {
    var faults = new ArrayList<Finding>();
    if (record instanceof Pipetting it) {
      volume(it.microlitres(), faults);
      label(it.rackLabel(), it.rackId(), faults);
      position(it.rackLabel(), it.position(), faults);
      if (it.tipMask() != null && (it.tipMask() < 1 || it.tipMask() > LARGEST_MASK)) {
        faults.add(Finding.of("worklist.tip-mask-out-of-range", "There is no such set of tips.").value(it.tipMask().toString())
            .allowed("1 to 255, a bit for each of eight tips"));
      }
    } else if (record instanceof Distribution it) {
      volume(it.microlitres(), faults);
      rack(it.source(), faults);
      rack(it.target(), faults);
      for (int position : it.excluded()) {
        if (position < it.target().first() || position > it.target().last()) {
          faults.add(Finding.of("worklist.excluded-well-outside-range", "An excluded well is not among those that are filled.")
              .value(String.valueOf(position)).allowed(it.target().first() + " to " + it.target().last()));
        }
      }
      if (it.reuses() < 1 || it.multiDispense() < 1) {
        faults.add(Finding.of("worklist.not-a-number", "Reuses and dispenses are at least one.")
            .value(it.reuses() + ", " + it.multiDispense()));
      }
    } else if (record instanceof Decontaminate && profile.tips() == TipSystem.DITI) {
      faults.add(Finding.of("worklist.decontamination-needs-fixed-tips", "Disposable tips cannot be decontaminated.").value("WD"));
    } else if (record instanceof Wash wash && (wash.scheme() < 0 || wash.scheme() > 4)) {
      faults.add(Finding.of("worklist.invalid-wash-scheme", "There is no such wash scheme.").value(String.valueOf(wash.scheme()))
          .allowed("1 to 4"));
    } else if ((record instanceof StartTimer || record instanceof WaitForTimer) && profile.dialect() == Dialect.EVO) {
      faults.add(Finding.of("worklist.record-not-in-dialect", "EVOware knows no timers.").value(GwlText.line(record)));
    }
    record.texts().forEach(field -> text(field, faults));
    return faults;
  }

  private void rack(Rack rack, List<Finding> faults) {
    label(rack.label(), rack.id(), faults);
    position(rack.label(), rack.first(), faults);
    position(rack.label(), rack.last(), faults);
    if (rack.last() < rack.first()) {
      faults.add(Finding.of("worklist.well-out-of-range", "The last position lies before the first.")
          .value(rack.first() + " to " + rack.last()));
    }
  }

  private void volume(BigDecimal volume, List<Finding> faults) {
    String shown = volume.toPlainString();
    if (volume.signum() < 0) {
      faults.add(Finding.of("worklist.volume-negative", "A volume is negative.").value(shown));
    } else if (volume.compareTo(RESOLUTION) < 0) {
      faults.add(Finding.of("worklist.volume-below-resolution", "A volume is too small to be written.").value(shown)
          .allowed("0.005 or more"));
    } else if (volume.compareTo(LARGEST_VOLUME) > 0) {
      faults.add(Finding.of("worklist.volume-above-format-maximum", "The format knows no such volume.").value(shown)
          .allowed("at most 7158278"));
    } else if (volume.compareTo(profile.tipMaximum().microlitres()) > 0) {
      faults.add(Finding.of("worklist.volume-above-tip-maximum", "A volume is larger than a tip.").value(shown)
          .allowed("at most " + profile.tipMaximum()));
    }
  }

  private static void label(String label, String id, List<Finding> faults) {
    if (label.isBlank() && id.isBlank()) {
      faults.add(Finding.of("worklist.label-missing", "A record names no labware.").allowed("a rack label or a rack id"));
    }
  }

  private void position(String label, int position, List<Finding> faults) {
    Labware labware = deck == null ? null : deck.find(label);
    int last = labware == null ? Integer.MAX_VALUE : labware.shape().positions();
    if (position < 1 || position > last) {
      faults.add(Finding.of("worklist.well-out-of-range", "The labware %s has no such position.".formatted(label))
          .value(String.valueOf(position)).allowed(labware == null ? "1 or more" : "1 to " + last));
    }
  }

  private static void text(GwlRecord.TextField field, List<Finding> faults) {
    if (field.text().length() > LONGEST_FIELD) {
      faults.add(Finding.of("worklist.field-too-long", field.name() + " is too long.").value(field.text())
          .allowed("at most " + LONGEST_FIELD + " characters"));
    }
    try {
      FieldText.require(field.name(), field.text(), ";");
    } catch (Refusal refusal) {
      faults.add(refusal.finding());
    }
  }
}
