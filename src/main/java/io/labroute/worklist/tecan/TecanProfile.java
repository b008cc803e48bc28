package io.labroute.worklist.tecan;

import io.labroute.lab.Volume;
import org.jspecify.annotations.Nullable;

/**
 * How a Tecan wants its worklist.
 *
 * @param tipMaximum the most that one aspiration takes
 * @param split whether larger volumes are split
 * @param bySource whether transfers are grouped by columns of their source, else of their target
 * @param replaceInLabels whether characters that a label cannot hold become {@code _}; else they are refused
 * @param ditiIndex index of the tip type, 1-based, to begin with and after each break; null for the script's own
 * @param remark first line of the file, a comment; null for none
 * @param shortVolumes whether volumes are written as {@code 100.0} instead of {@code 100.00}, as some readers of earlier files expect
 */
public record TecanProfile(Dialect dialect, TipSystem tips, TipChange change, Volume tipMaximum, boolean split, boolean bySource,
    boolean replaceInLabels, @Nullable Integer ditiIndex, @Nullable String remark,
    boolean shortVolumes) {

  /** Which program reads the file. */
  public enum Dialect {
    EVO,
    FLUENT
  }

  /** What the tips are. */
  public enum TipSystem {
    FIXED,
    DITI
  }

  /** What follows a dispense: a wash scheme or a new tip, emptying it, or nothing. */
  public enum TipChange {
    SCHEME_1,
    SCHEME_2,
    SCHEME_3,
    SCHEME_4,
    DECONTAMINATE,
    FLUSH,
    REUSE
  }

  /** Format as it is named in manifests. */
  public String format() {
    return dialect == Dialect.EVO ? "tecan-evo" : "tecan-fluent";
  }
}
