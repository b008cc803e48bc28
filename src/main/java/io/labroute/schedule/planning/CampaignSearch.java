package io.labroute.schedule.planning;

import io.labroute.schedule.cpsat.Answer;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Cycle;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.cpsat.Part;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Campaign;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plans a campaign of like labware: first its steady state, with the shortest period there is; then what comes before and after
 * it. A few labware at the beginning are planned anew so that all that follow can come earlier, together; so are the last ones.
 */
final class CampaignSearch {

  private static final double TRIAL_SECONDS = 3;
  private static final int PERIODS_TRIED = 12;
  private static final int ROOM = 100;

  private final Campaign campaign;
  private final Layout layout;
  private final Best best;
  private final Effort effort;
  private final Stop stop;
  private final Random random;
  private @Nullable Timetable start;

  CampaignSearch(Campaign campaign, Best best, Effort effort, Stop stop) {
    this.campaign = campaign;
    layout = campaign.layout();
    this.best = best;
    this.effort = effort;
    this.stop = stop;
    random = new Random(effort.seed());
  }

  /** Offers the plan of the shortest period that is found. */
  void planSteadyState() {
    long least = campaign.shortestPeriod(1);
    for (long period = least; period < least + PERIODS_TRIED && !stop.isDue(); period++) {
      if (Cycle.tryPeriod(campaign, 1, period, effort, stop.part(TRIAL_SECONDS)) instanceof Cycle.Works works) {
        Timetable times = works.cycle().times();
        if (times.makespan() <= layout.horizon()) {
          best.offer(times, "cycle of " + period);
        }
        if (works.cycle().longStay(effort, stop.part(TRIAL_SECONDS)) instanceof Cycle.Works longer) {
          start = longer.cycle().times();
        }
        return;
      }
    }
  }

  /** Improves both ends of the plan in turn until the time for it is over. */
  void planEnds(Stop until) {
    Timetable times = start != null ? start : best.times();
    if (times == null) {
      return;
    }
    int few = Math.min(campaign.steps().size(), 10);
    int most = Math.min(campaign.steps().size(), 30);
    for (int round = 0; !until.isDue(); round++) {
      int count = few + random.nextInt(most - few + 1);
      Timetable better = round % 2 == 0 ? compressBeginning(times, count, until) : compressEnd(times, count, until);
      if (better != null) {
        times = better;        best.offer(times, round % 2 == 0 ? "ramp-up" : "ramp-down");
      }
    }
  }

  private @Nullable Timetable compressBeginning(Timetable times, int count, Stop until) {
    Role[] roles = new Role[layout.size()];
    Arrays.fill(roles, Role.SHIFTED);
    Integer[] order = order(times);
    for (int k = 0; k < count; k++) {
      fill(roles, order[k], Role.FREE);
    }
    long first = count < order.length ? times.start()[campaign.steps().get(order[count])[0]] : 0;
    return first == 0 ? null : compress(times, new Part(roles, first, ROOM), until);
  }

  private @Nullable Timetable compressEnd(Timetable times, int count, Stop until) {
    Role[] roles = new Role[layout.size()];
    Arrays.fill(roles, Role.HELD);
    Integer[] order = order(times);
    for (int k = order.length - count; k < order.length; k++) {
      fill(roles, order[k], Role.FREE);
    }
    return compress(times, new Part(roles, 0, 0), until);
  }

  private @Nullable Timetable compress(Timetable times, Part part, Stop until) {
    Answer answer = new CpSat(layout, new Effort(effort.workers(), random.nextInt(1 << 20), effort.deterministic()))
        .compress(times, part, until.part(2 * TRIAL_SECONDS));
    return answer.best();
  }

  private void fill(Role[] roles, int labware, Role role) {
    for (int step : campaign.steps().get(labware)) {
      roles[step] = role;
    }
  }

  private Integer[] order(Timetable times) {
    Integer[] order = new Integer[campaign.steps().size()];
    Arrays.setAll(order, p -> p);
    Arrays.sort(order, Comparator.comparingLong(p -> times.start()[campaign.steps().get(p)[0]]));
    return order;
  }
}
