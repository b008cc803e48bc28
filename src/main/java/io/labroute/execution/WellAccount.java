package io.labroute.execution;

import io.labroute.lab.Volume;
import io.labroute.tracking.wells.Booking;
import io.labroute.tracking.wells.Statement;
import io.labroute.tracking.wells.Well;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Contents.Liquid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Goes through all that was stated and booked of wells, in its order, and puts down what is in them. A liquid that consists of
 * something else than before makes the wells that it went into be gone through again.
 */
@Service
class WellAccount {

  private final WellRepository wells;

  WellAccount(WellRepository wells) {
    this.wells = wells;
  }

  /**
   * Books what comes after all that was booked before, so that what is in the wells now tells what is moved; all wells are held.
   *
   * @param moves in their order; what the liquids consist of is not known of them yet
   * @param now what is in the wells that they touch
   */
  void append(UUID worklistId, List<Booking.Planned> moves, Map<Well, WellContents> now, String actor) {
    Map<Well, Contents> there = new HashMap<>();
    now.forEach((well, known) -> there.put(well, contents(known)));
    var booked = new ArrayList<Booking.Planned>();
    for (Booking.Planned move : moves) {
      Contents source = there.getOrDefault(move.source(), Contents.UNKNOWN);
      List<Component> liquid = source.volume() == null ? null : components(source.parts());
      there.put(move.source(), source.minus(move.volume()));
      there.put(move.target(), there.getOrDefault(move.target(), Contents.UNKNOWN).plus(move.volume(), parts(liquid)));
      booked.add(new Booking.Planned(move.number(), move.source(), move.target(), move.volume(), liquid));
    }
    wells.book(worklistId, booked, actor);
    Map<Well, @Nullable WellContents> after = new HashMap<>();
    there.forEach((well, contents) -> {
      if (contents.volume() != null) {
        after.put(well, wellContents(contents));
      }
    });
    wells.setContents(after);
  }

  /** Settles wells whose bookings have changed; all wells are held. */
  void settle(Set<Well> changed) {
    Set<Well> open = changed;
    while (!open.isEmpty()) {
      open = settleOnce(open);
    }
  }

  private Set<Well> settleOnce(Set<Well> changed) {
    Map<Well, TreeMap<Long, Object>> acts = new LinkedHashMap<>();
    changed.forEach(well -> acts.put(well, new TreeMap<>()));
    wells.statements(changed).forEach(it -> acts.get(it.well()).put(it.act(), it));
    wells.bookings(changed).forEach(it -> List.of(it.source(), it.target()).forEach(well -> {
      if (acts.containsKey(well)) {
        acts.get(well).put(it.act(), it);
      }
    }));
    Map<Well, @Nullable WellContents> contents = new LinkedHashMap<>();
    Map<Long, @Nullable List<Component>> liquids = new LinkedHashMap<>();
    Set<Well> touched = new HashSet<>();
    acts.forEach((well, ofWell) -> contents.put(well, wellContents(fold(well, ofWell.values(), liquids, touched))));
    wells.setContents(contents);
    wells.setComponents(liquids);
    return touched;
  }

  private static Contents fold(Well well, Iterable<Object> acts, Map<Long, @Nullable List<Component>> liquids, Set<Well> touched) {
    Contents there = Contents.UNKNOWN;
    for (Object act : acts) {
      if (act instanceof Statement statement) {
        there = contents(statement.contents());
      } else if (act instanceof Booking it && !it.volume().isZero()) {
        if (it.source().equals(well)) {
          List<Component> liquid = there.volume() == null ? null : components(there.parts());
          if (!Objects.equals(liquid, it.components())) {
            liquids.put(it.act(), liquid);
            touched.add(it.target());
          }
          there = there.minus(it.volume());
        } else {
          there = there.plus(it.volume(), parts(it.components()));
        }
      }
    }
    return there;
  }

  private static @Nullable WellContents wellContents(Contents there) {
    Volume volume = there.volume();
    if (volume == null) {
      return null;
    }
    boolean holds = !volume.isZero() && !volume.isNegative();
    return new WellContents(volume, holds ? components(there.parts()) : List.of());
  }

  private static List<Component> components(Map<Liquid, Double> parts) {
    var components = new ArrayList<Component>();
    parts.forEach((liquid, share) -> {
      if (share > 0) {
        components.add(new Component(liquid.substance(), liquid.concentration(), share));
      }
    });
    return new WellContents(Volume.ZERO, components).components();
  }

  private static Map<Liquid, Double> parts(@Nullable List<Component> components) {
    if (components == null) {
      return Map.of();
    }
    Map<Liquid, Double> parts = new HashMap<>();
    components.forEach(it -> parts.merge(new Liquid(it.substance(), it.concentration()), it.share(), Double::sum));
    return Map.copyOf(parts);
  }

  /** Contents as worklists reckon with them. */
  static Contents contents(WellContents known) {
    return new Contents(known.volume(), parts(known.components()));
  }
}
