package io.labroute.schedule.timetable;

import io.labroute.schedule.Step;
import io.labroute.schedule.timetable.Layout.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem in which many labware go the same way, free of anything that ties one of them to a time of the day.
 *
 * @param steps of each labware, in the same order
 * @param links of the first labware, their nodes counted by the place in that order
 */
public record Campaign(Layout layout, List<int[]> steps, List<Link> links) {

  private static final int FEWEST = 8;

  /** The problem as a campaign of one protocol; null when it is none, or a very small one. */
  public static @Nullable Campaign of(Layout layout) {
    List<Campaign> kinds = kinds(layout);
    return kinds.size() == 1 && kinds.get(0).steps.size() >= FEWEST ? kinds.get(0) : null;
  }

  /** Labware that goes the same way, protocol by protocol; empty when something is tied to the day or to other labware. */
  public static List<Campaign> kinds(Layout layout) {
    if (layout.problem().devices().stream().anyMatch(device -> !device.closed().isEmpty()) || !layout.problem().stocks().isEmpty()
        || !layout.problem().frozen().isEmpty() || layout.hasBatches() || layout.links().stream().anyMatch(link -> link.cost() > 0)) {
      return List.of();
    }
    Map<String, List<Integer>> byLabware = new LinkedHashMap<>();
    int[] place = new int[layout.size()];
    for (int i = 0; i < layout.size(); i++) {
      List<Integer> own = byLabware.computeIfAbsent(layout.step(i).labware(), none -> new ArrayList<>());
      place[i] = own.size();
      own.add(i);
    }
    Map<String, List<Link>> links = new LinkedHashMap<>();
    for (Link link : layout.links()) {
      String labware = layout.step(link.from() / 2).labware();
      if (!labware.equals(layout.step(link.to() / 2).labware())) {
        return List.of();
      }
      links.computeIfAbsent(labware, none -> new ArrayList<>()).add(new Link(2 * place[link.from() / 2] + (link.from() & 1),
          2 * place[link.to() / 2] + (link.to() & 1), link.min(), link.max(), link.cost()));
    }
    Map<String, Campaign> kinds = new LinkedHashMap<>();
    for (var labware : byLabware.entrySet()) {
      List<Link> own = links.get(labware.getKey());
      String way = way(layout, labware.getValue(), place);
      if (way.isEmpty() || own == null) {
        return List.of();
      }
      kinds.computeIfAbsent(way + own, none -> new Campaign(layout, new ArrayList<>(), own)).steps
          .add(labware.getValue().stream().mapToInt(i -> i).toArray());
    }
    return List.copyOf(kinds.values());
  }

  private static String way(Layout layout, List<Integer> steps, int[] place) {
    var text = new StringBuilder();
    String labware = layout.step(steps.get(0)).labware();
    for (int i : steps) {
      Step step = layout.step(i);
      boolean away = step.hold() != null && !(labware.equals(layout.step(layout.step(step.hold().from())).labware())
          && labware.equals(layout.step(layout.step(step.hold().until())).labware()));
      boolean free = !away && step.draws().isEmpty() && step.modes().size() == 1 && step.release() == 0
          && step.deadline() == null && step.due() == null
          && step.modes().get(0).duration() == step.modes().get(0).longest();
      if (!free) {
        return "";
      }
      text.append(step.modes());
      if (step.hold() != null) {
        text.append(place[layout.step(step.hold().from())]).append('-').append(place[layout.step(step.hold().until())]);
      }
      text.append(';');
    }
    return text.toString();
  }

  /** The shortest time between two labware that the busiest device allows, times {@code labware}. */
  public long shortestPeriod(int labware) {
    long[] load = new long[2 * layout.problem().devices().size()];
    long most = 1;
    int[] one = steps.get(0);
    for (int step : one) {
      for (Layout.Claim claim : layout.claims(step, 0)) {
        int index = 2 * claim.device() + (claim.slots() ? 1 : 0);
        load[index] += claim.amount() * layout.shortest(step, 0, claim);
        int capacity = layout.capacity(claim.device(), claim.slots());
        most = Math.max(most, (labware * load[index] + capacity - 1) / capacity);
      }
    }
    return most;
  }

  /** Ticks that one labware takes at most. */
  public long longestStay() {
    long sum = 0;
    for (int step : steps.get(0)) {
      sum += layout.mode(step, 0).duration();
    }
    for (Link link : links) {
      sum += link.max() == Layout.FREE ? 0 : Math.max(0, link.max());
    }
    return sum;
  }
}
