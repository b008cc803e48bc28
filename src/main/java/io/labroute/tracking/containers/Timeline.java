package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.containers.Standing.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stays that end and begin by what is done with containers, gathered so that many can be written at once. */
final class Timeline {

  static final String CONTAINER = "container";
  static final String LID = "lid";

  /** A container, or its lid. */
  record Thing(long containerId, String what) {}

  /** A stay that was begun earlier ends. */
  record Ended(Thing thing, Instant until, long by) {}

  /** A new stay; it may have ended already. */
  record Begun(Thing thing, @Nullable DevicePosition place, Instant since, long by, @Nullable Instant until, @Nullable Long endedBy) {

    private Begun ended(Instant at, long event) {
      return new Begun(thing, place, since, by, at, event);
    }
  }

  private final List<Ended> ended = new ArrayList<>();
  private final List<Begun> over = new ArrayList<>();
  private final Map<Thing, Begun> open = new LinkedHashMap<>();

  /** Adds what an event did; events come in their order. */
  void add(ActDone done, long event) {
    Placed before = done.change().before();
    Placed after = done.change().after();
    long container = after == null ? id(before) : after.id();
    if (before == null || after == null || !before.at().equals(after.at())) {
      turn(new Thing(container, CONTAINER), before != null, after != null, after == null ? null : after.at(), done.at(), event);
    }
    boolean offBefore = before != null && !before.lidded();
    boolean offAfter = after != null && !after.lidded();
    if (offBefore != offAfter || offBefore && !Objects.equals(before.lidSite(), after.lidSite())) {
      turn(new Thing(container, LID), offBefore, offAfter, after == null ? null : after.lidSite(), done.at(), event);
    }
  }

  private void turn(Thing thing, boolean ends, boolean begins, @Nullable DevicePosition place, Instant at, long event) {
    if (ends) {
      Begun begun = open.remove(thing);
      if (begun == null) {
        ended.add(new Ended(thing, at, event));
      } else {
        over.add(begun.ended(at, event));
      }
    }
    if (begins) {
      open.put(thing, new Begun(thing, place, at, event, null, null));
    }
  }

  private static long id(@Nullable Placed placed) {
    if (placed == null) {
      throw new IllegalArgumentException("nothing was there before nor is there after");
    }
    return placed.id();
  }

  /** Stays that were there before and end. */
  List<Ended> ended() {
    return ended;
  }

  /** New stays in their order, those that are over first. */
  List<Begun> begun() {
    var all = new ArrayList<>(over);
    all.addAll(open.values());
    return all;
  }
}
