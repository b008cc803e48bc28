package io.labroute.catalog.vials;

import io.labroute.catalog.vials.Vial.Status;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with a vial.
 *
 * @param now of the lab; what is still to come cannot have happened
 * @param today of the lab
 */
record VialRules(Instant now, LocalDate today) {

  private static final int HIGHEST_PASSAGE = 10_000;

  /**
   * The vial after an action.
   *
   * @param vial before; null when there is none of that name
   * @throws Refusal when that cannot be done with it
   */
  Vial after(@Nullable Vial vial, VialAction action) {
    if (action instanceof VialAction.Register register) {
      return registered(vial, register);
    }
    if (vial == null) {
      throw Finding.of("vial.unknown", "There is no such vial.").value(action.vialId())
          .maybe("it is misspelled, or was never registered.").refusal();
    }
    if (vial.status() != Status.AVAILABLE) {
      throw Finding.of("vial.not-available", "The vial is %s already.".formatted(vial.status().text())).value(vial.vialId())
          .maybe("another vial was meant: look at its history.").refusal();
    }
    if (action instanceof VialAction.Move move) {
      if (move.location().equals(vial.location())) {
        throw Finding.of("vial.is-there", "The vial lies there already.").value(move.location()).refusal();
      }
      return vial.at(move.location());
    }
    if (action instanceof VialAction.Use use && use.usedAt() != null && use.usedAt().isAfter(now)) {
      throw Finding.of("vial.future", "The vial cannot have been used in the future.").value(use.usedAt().toString())
          .allowed("up to " + now).refusal();
    }
    return vial.as(action instanceof VialAction.Use ? Status.USED : Status.DISCARDED);
  }

  private Vial registered(@Nullable Vial vial, VialAction.Register register) {
    if (register.passageNumber() != null && (register.passageNumber() < 0 || register.passageNumber() > HIGHEST_PASSAGE)) {
      throw Finding.of("vial.passage", "This cannot be a passage number.").value(register.passageNumber().toString())
          .allowed("0 to " + HIGHEST_PASSAGE).refusal();
    }
    if (register.freezeDate() != null && register.freezeDate().isAfter(today)) {
      throw Finding.of("vial.future", "The vial cannot have been frozen in the future.")
          .value(register.freezeDate().toString()).allowed("up to " + today)
          .maybe("day and month are swapped.").refusal();
    }
    var registered = new Vial(register.vialId(), register.cellLineId(), register.passageNumber(), register.freezeDate(),
        register.location(), Status.AVAILABLE, register.notes());
    if (vial != null && !vial.equals(registered)) {
      throw Finding.of("vial.exists", "A vial of this name is registered already, with other data.").value(register.vialId())
          .maybe("the name was given twice: a vial's name is never given again.").refusal();
    }
    return registered;
  }
}
