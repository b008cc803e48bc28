package io.labroute.campaign.iteration;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Concentration;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A well as it was laid out.
 *
 * @param dose number of it, in the unit
 * @param achieved what comes of the dose by rounded volumes, in the same unit
 */
record LaidWell(String role, @Nullable String cellLine, @Nullable String compound, @Nullable BigDecimal dose, @Nullable String unit,
    @Nullable BigDecimal achieved, @Nullable String proposal, @Nullable Integer replicate) {

  /** How far a file's dose may be from the one that was laid out, as a share of it: rounding, not another dose. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.1");
  static final LaidWell NONE = new LaidWell("none", null, null, null, null, null, null, null);

  static LaidWell of(JsonNode well) {
    String[] dose = well.path("dose").asText("").split(" ", 2);
    String[] achieved = well.path("achieved").asText("").split(" ", 2);
    boolean dosed = dose.length == 2;
    return new LaidWell(well.path("role").asText(), well.path("cell_line").textValue(), well.path("compound").textValue(),
        dosed ? new BigDecimal(dose[0]) : null, dosed ? dose[1] : null,
        achieved.length == 2 ? new BigDecimal(achieved[0]) : null, well.path("proposal").textValue(),
        well.path("replicate").isInt() ? well.path("replicate").intValue() : null);
  }

  /** Whether its result is waited for. Files of plate results have no line for a well without cells, so blanks are not. */
  boolean isAwaited() {
    return cellLine != null;
  }

  boolean isVehicle() {
    return role.equals("vehicle");
  }

  /** Whether it is a proposal of vehicle alone. */
  boolean isZero() {
    return role.equals("sample") && !dosed();
  }

  /** Whether nothing but medium was meant to be there. */
  boolean isMedium() {
    return role.equals("medium") || role.equals("blank");
  }

  boolean isLaidOut() {
    return isAwaited() || isMedium();
  }

  private boolean dosed() {
    return compound != null && dose != null && dose.signum() > 0;
  }

  /** What a file tells of the well that cannot be if it was filled as it was laid out; null if there is nothing. */
  @Nullable String contradiction(MeasuredWell measured) {
    if (cellLine != null && !cellLine.equals(measured.cellLine())) {
      return "cells " + measured.cellLine();
    }
    if (!dosed()) {
      boolean other = cellLine != null && measured.doseUm() != null && measured.doseUm().signum() > 0;
      return other ? "dose %s uM".formatted(measured.doseUm()) : null;
    }
    if (measured.compound() != null && !measured.compound().equals(compound)) {
      return "compound " + measured.compound();
    }
    BigDecimal laid = micromolar(dose);
    BigDecimal made = micromolar(achieved);
    BigDecimal told = measured.doseUm();
    boolean other = told != null && laid != null && isFar(told, laid) && (made == null || isFar(told, made));
    return other ? "dose %s uM".formatted(measured.doseUm()) : null;
  }

  private static boolean isFar(BigDecimal told, BigDecimal laid) {
    return told.subtract(laid).abs().compareTo(laid.multiply(TOLERANCE)) > 0;
  }

  /** In micromolar; null where the dose is not molar. */
  @Nullable BigDecimal micromolar(@Nullable BigDecimal number) {
    if (number == null || unit == null) {
      return null;
    }
    Concentration one = Concentration.parse("1 " + unit);
    return one.dimension().equals("M")
        ? number.multiply(BigDecimal.valueOf(one.base())).movePointRight(6).stripTrailingZeros() : null;
  }
}
