package io.labroute.measurement;

import io.labroute.lab.Finding;
import io.labroute.lab.WellAddress;
import org.jspecify.annotations.Nullable;

/** A row of a plate reader's result. */
public sealed interface PlateRow {

  String plateId();

  /** Line of the file that the row starts on. */
  long line();

  /** How many cells the row has. */
  int leaves();

  /**
   * A row that can be stored. Numbers are decimal texts with a point, sent to the database as they stand.
   *
   * @param wellId as the file spells it
   * @param doseUm in micromolar
   * @param timeH hours after dosing
   * @param isControl whether the well is a control
   * @param date ISO date
   * @param measuredAt ISO instant, where the file gives a time of day
   * @param campaignId where the file says that the well belongs to a campaign; so with iteration and experiment
   * @param extra a JSON object of the columns that have no place of their own
   * @param extraLeaves how many of the leaves went into {@code extra}
   */
  record Well(
      String plateId,
      String wellId,
      WellAddress address,
      long line,
      String cellLine,
      @Nullable String compound,
      @Nullable String doseUm,
      @Nullable String timeH,
      @Nullable String rawSignal,
      @Nullable Boolean isControl,
      @Nullable String date,
      @Nullable String measuredAt,
      @Nullable String incubatorId,
      @Nullable String liquidHandlerId,
      @Nullable String viabilityNorm,
      @Nullable String campaignId,
      @Nullable String iterationNumber,
      @Nullable String experimentId,
      @Nullable String extra,
      int leaves,
      int extraLeaves) implements PlateRow {}

  /** A row that cannot be stored, and takes its plate with it. */
  record Bad(String plateId, long line, int leaves, Finding finding) implements PlateRow {}
}
