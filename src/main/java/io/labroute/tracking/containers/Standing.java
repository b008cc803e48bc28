package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.ContainerAct.Lid;
import io.labroute.tracking.containers.ContainerAct.Move;
import io.labroute.tracking.containers.ContainerAct.MoveLid;
import io.labroute.tracking.containers.ContainerAct.Register;
import io.labroute.tracking.containers.ContainerAct.Relabel;
import io.labroute.tracking.containers.ContainerAct.Remove;
import io.labroute.tracking.containers.ContainerAct.Unlid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What stands where, and what may be done then: at most one container or lid in a position, one live container a barcode. */
final class Standing {

  /** Something in a position. */
  record Occupant(String barcode, boolean lid) {

    private String described() {
      return lid ? "the lid of " + barcode : barcode;
    }
  }

  /**
   * A container in the lab.
   *
   * @param id tells it from earlier containers of its barcode
   */
  record Placed(long id, String barcode, Container.Labware labware, DevicePosition at, boolean lidded,
      @Nullable DevicePosition lidSite) {

    private Placed at(DevicePosition place) {
      return new Placed(id, barcode, labware, place, lidded, lidSite);
    }

    private Placed lid(boolean on, @Nullable DevicePosition site) {
      return new Placed(id, barcode, labware, at, on, site);
    }

    private Placed as(String newBarcode) {
      return new Placed(id, newBarcode, labware, at, lidded, lidSite);
    }
  }

  /** A container before and after something was done with it; null where it is not in the lab. */
  record Change(@Nullable Placed before, @Nullable Placed after) {

    boolean isNone() {
      return before != null && before.equals(after);
    }
  }

  private final Map<String, Placed> byBarcode = new HashMap<>();
  private final Map<DevicePosition, Occupant> occupants = new HashMap<>();
  private final Set<DevicePosition> usable;
  private final LongSupplier newIds;

  /** @param usable the positions in use among those that anything is to be done with */
  Standing(Set<DevicePosition> usable, LongSupplier newIds) {
    this.usable = usable;
    this.newIds = newIds;
  }

  void put(Placed placed) {
    byBarcode.put(placed.barcode(), placed);
    occupy(placed);
  }

  /** Knows that something stands somewhere, without knowing it otherwise. */
  void putStranger(DevicePosition place, Occupant occupant) {
    occupants.putIfAbsent(place, occupant);
  }

  @Nullable Placed find(String barcode) {
    return byBarcode.get(barcode);
  }

  boolean isUsable(DevicePosition place) {
    return usable.contains(place);
  }

  /**
   * Does something.
   *
   * @throws Refusal when that cannot be done; then nothing has changed
   */
  Change apply(ContainerAct act) {
    Placed before = byBarcode.get(act.barcode());
    Placed after = act instanceof Register register ? registered(before, register) : changed(known(before, act.barcode()), act);
    var change = new Change(before, after);
    if (!change.isNone()) {
      take(before);
      if (after != null) {
        put(after);
      }
    }
    return change;
  }

  private @Nullable Placed changed(Placed before, ContainerAct act) {
    if (act instanceof Move move) {
      return moved(before, move);
    }
    if (act instanceof Unlid unlid) {
      return unlidded(before, unlid);
    }
    if (act instanceof Lid lid) {
      return lidded(before, lid);
    }
    if (act instanceof MoveLid moveLid) {
      return lidMoved(before, moveLid);
    }
    return act instanceof Relabel relabel ? relabelled(before, relabel) : null;
  }

  private Placed registered(@Nullable Placed before, Register register) {
    LabName.of("barcode", register.barcode());
    if (register.lidded() && register.lidSite() != null) {
      throw Finding.of("lid.on", "The lid cannot be on the container and lie elsewhere.").value(register.lidSite().toString())
          .refusal();
    }
    if (before != null) {
      var again = new Placed(before.id(), register.barcode(), register.labware(), register.at(), register.lidded(),
          register.lidSite());
      if (again.equals(before)) {
        return before;
      }
      throw Finding.of("container.exists", "A container of this barcode is in the lab already.").value(register.barcode())
          .maybe("it stands on %s and is to be moved; or the barcode was given twice.".formatted(before.at())).refusal();
    }
    free(register.at());
    if (register.lidSite() != null) {
      free(register.lidSite());
      if (register.lidSite().equals(register.at())) {
        throw taken(register.lidSite(), new Occupant(register.barcode(), false));
      }
    }
    return new Placed(newIds.getAsLong(), register.barcode(), register.labware(), register.at(), register.lidded(),
        register.lidSite());
  }

  private Placed moved(Placed before, Move move) {
    if (!before.at().equals(move.from())) {
      throw Finding.of("container.not-there", "The container %s does not stand there.".formatted(before.barcode()))
          .value(move.from().toString()).allowed(before.at().toString())
          .maybe("it was moved since, or another container was meant.").refusal();
    }
    if (move.to().equals(move.from())) {
      throw Finding.of("container.is-there", "The container stands there already.").value(move.to().toString()).refusal();
    }
    free(move.to());
    return before.at(move.to());
  }

  private Placed unlidded(Placed before, Unlid unlid) {
    if (!before.lidded()) {
      throw Finding.of("lid.off", "The container has no lid on.").value(before.barcode())
          .maybe(before.lidSite() == null ? null : "its lid lies on %s.".formatted(before.lidSite())).refusal();
    }
    if (unlid.lidSite() != null) {
      free(unlid.lidSite());
    }
    return before.lid(false, unlid.lidSite());
  }

  private static Placed lidded(Placed before, Lid lid) {
    if (before.lidded()) {
      throw Finding.of("lid.on", "The container has its lid on already.").value(before.barcode()).refusal();
    }
    if (lid.lidSite() != null && before.lidSite() != null && !lid.lidSite().equals(before.lidSite())) {
      throw Finding.of("lid.not-there", "The lid of %s does not lie there.".formatted(before.barcode()))
          .value(lid.lidSite().toString()).allowed(before.lidSite().toString())
          .maybe("the lid of another container was taken.").refusal();
    }
    return before.lid(true, null);
  }

  private Placed lidMoved(Placed before, MoveLid move) {
    if (before.lidded()) {
      throw Finding.of("lid.on", "The lid is on the container: it lies nowhere else.").value(before.barcode()).refusal();
    }
    if (!move.lidSite().equals(before.lidSite())) {
      free(move.lidSite());
    }
    return before.lid(false, move.lidSite());
  }

  private Placed relabelled(Placed before, Relabel relabel) {
    LabName.of("barcode", relabel.newBarcode());
    Placed other = byBarcode.get(relabel.newBarcode());
    if (other != null && !other.barcode().equals(before.barcode())) {
      throw Finding.of("container.exists", "A container of this barcode is in the lab already.").value(relabel.newBarcode())
          .maybe("it stands on %s.".formatted(other.at())).refusal();
    }
    return before.as(relabel.newBarcode());
  }

  private void free(DevicePosition place) {
    if (place.position() < 0 || !usable.contains(place)) {
      throw Finding.of("position.unknown", "There is no such position.").value(place.toString())
          .maybe("the device is misspelled; or positions are counted from 1 there: here they begin with 0.").refusal();
    }
    Occupant occupant = occupants.get(place);
    if (occupant != null) {
      throw taken(place, occupant);
    }
  }

  private static Refusal taken(DevicePosition place, Occupant occupant) {
    return Finding.of("position.taken", "%s is taken by %s.".formatted(place, occupant.described())).value(place.toString())
        .allowed("a free position").refusal();
  }

  private static Placed known(@Nullable Placed placed, String barcode) {
    if (placed == null) {
      throw Finding.of("container.unknown", "There is no container of this barcode in the lab.").value(barcode)
          .maybe("it is misspelled or misread, was removed, or was never registered.").refusal();
    }
    return placed;
  }

  private void take(@Nullable Placed placed) {
    if (placed != null) {
      byBarcode.remove(placed.barcode());
      occupants.remove(placed.at());
      if (placed.lidSite() != null) {
        occupants.remove(placed.lidSite());
      }
    }
  }

  private void occupy(Placed placed) {
    occupants.put(placed.at(), new Occupant(placed.barcode(), false));
    if (placed.lidSite() != null) {
      occupants.put(placed.lidSite(), new Occupant(placed.barcode(), true));
    }
  }
}
