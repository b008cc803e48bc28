package io.labroute.schedule.timetable;

import io.labroute.schedule.timetable.Layout.Link;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns as stages that labware passes one after the other. Like labware can always be kept in one order: when a plan lets two
 * of them change places, each can do what the other did, and every wait is kept. So all there is to plan is when the next one
 * enters which stage.
 *
 * @param stages of all campaigns, each campaign's in their order
 * @param room how much each pool holds; pool {@code 2d} is the work of device d, {@code 2d + 1} its slots
 */
public record Pipeline(Layout layout, List<Stage> stages, int[] room) {

  /**
   * Steps of a labware that follow each other without choice: a move and the step it leads to.
   *
   * @param campaign whose stage it is
   * @param first whether labware begins with it
   * @param last whether labware ends with it
   * @param least ticks from the start of the stage before to the start of this one, at least
   * @param most the same, at most; {@link Layout#FREE} without a longest wait
   * @param length ticks from its start to the end of its last step
   * @param places of its steps in the labware's order
   * @param offsets of these steps from its start
   */
  public record Stage(Campaign campaign, boolean first, boolean last, long least, long most, long length, int[] places,
      long[] offsets, List<Claim> claims) {

    /** How many labware pass it. */
    public int count() {
      return campaign.steps().size();
    }
  }

  /**
   * What labware takes from the start of the stage that has this claim.
   *
   * @param pool index into the rooms
   * @param until the stage in which it gives it back; the same one when it does so by itself
   * @param after ticks from the start of that stage
   */
  public record Claim(int pool, int amount, int until, long after) {}

  /** The problem as stages; null when its labware does not go in chains, or something beyond that ties it. */
  public static @Nullable Pipeline of(Layout layout) {
    boolean free = !layout.hasRestsForLoading() && layout.likenesses().isEmpty();
    List<Campaign> kinds = free ? Campaign.kinds(layout) : List.of();
    List<Stage> stages = new ArrayList<>();
    for (Campaign kind : kinds) {
      if (!addStages(kind, stages)) {
        return null;
      }
    }
    int[] room = new int[2 * layout.problem().devices().size()];
    for (int pool = 0; pool < room.length; pool++) {
      room[pool] = layout.capacity(pool / 2, (pool & 1) == 1);
    }
    boolean once = stages.stream().allMatch(stage -> stage.claims().stream().map(Claim::pool).distinct().count()
        == stage.claims().size());
    return kinds.isEmpty() || !once ? null : new Pipeline(layout, List.copyOf(stages), room);
  }

  private static boolean addStages(Campaign kind, List<Stage> stages) {
    Layout layout = kind.layout();
    int[] steps = kind.steps().get(0);
    Link[] before = new Link[steps.length];
    for (Link link : kind.links()) {
      boolean next = (link.from() & 1) == 1 && link.to() == link.from() + 1 && link.min() >= 0 && before[link.to() / 2] == null;
      if (!next) {
        return false;
      }
      before[link.to() / 2] = link;
    }
    int[] stageOf = new int[steps.length];
    long[] offset = new long[steps.length];
    for (int k = 0; k < steps.length; k++) {
      if (k > 0 && before[k] == null) {
        return false;
      }
      boolean begins = k == 0 || before[k].min() < before[k].max();
      stageOf[k] = k == 0 ? stages.size() : stageOf[k - 1] + (begins ? 1 : 0);
      offset[k] = begins ? 0 : offset[k - 1] + layout.mode(steps[k - 1], 0).duration() + before[k].min();
    }
    for (int from = 0; from < steps.length;) {
      int to = from;
      while (to < steps.length && stageOf[to] == stageOf[from]) {
        to++;
      }
      stages.add(stage(kind, from, to, from == 0 ? null : before[from], stageOf, offset));
      from = to;
    }
    return true;
  }

  private static Stage stage(Campaign kind, int from, int to, @Nullable Link link, int[] stageOf, long[] offset) {
    Layout layout = kind.layout();
    int[] steps = kind.steps().get(0);
    int[] places = new int[to - from];
    long[] offsets = new long[to - from];
    List<Claim> claims = new ArrayList<>();
    for (int k = 0; k < steps.length; k++) {
      if (k >= from && k < to) {
        places[k - from] = k;
        offsets[k - from] = offset[k];
      }
      for (Layout.Claim claim : layout.claims(steps[k], 0)) {
        if (stageOf[place(steps, claim.from())] == stageOf[from]) {
          int until = place(steps, claim.until());
          claims.add(new Claim(2 * claim.device() + (claim.slots() ? 1 : 0), claim.amount(), stageOf[until],
              offset[until] + layout.mode(claim.until(), 0).duration()));
        }
      }
    }
    long length = offset[to - 1] + layout.mode(steps[to - 1], 0).duration();
    long before = link == null ? 0 : offset[from - 1] + layout.mode(steps[from - 1], 0).duration();
    long most = link == null || link.max() >= Layout.FREE ? Layout.FREE : before + link.max();
    return new Stage(kind, from == 0, to == steps.length, before + (link == null ? 0 : link.min()), most, length, places, offsets,
        List.copyOf(claims));
  }

  private static int place(int[] steps, int step) {
    int k = 0;
    while (steps[k] != step) {
      k++;
    }
    return k;
  }

  /** How many labware pass all stages, added up: what there is to decide. */
  public int passes() {
    return stages.stream().mapToInt(Stage::count).sum();
  }

  /** The timetable in which labware enters stages at the given ticks, by stage and place in the order. */
  public Timetable times(int[][] entries) {
    Timetable times = Timetable.of(layout.size());
    for (int s = 0; s < entries.length; s++) {
      Stage stage = stages.get(s);
      for (int p = 0; p < stage.count(); p++) {
        for (int k = 0; k < stage.places().length; k++) {
          int step = stage.campaign().steps().get(p)[stage.places()[k]];
          times.start()[step] = entries[s][p] + stage.offsets()[k];
          times.end()[step] = times.start()[step] + layout.mode(step, 0).duration();
        }
      }
    }
    return times;
  }
}
