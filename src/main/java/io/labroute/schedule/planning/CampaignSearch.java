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
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plans campaigns: the steady state of one with the shortest period there is; and, of any, parts of a plan at a time. A few
 * labware at the beginning are planned anew so that all that follow can come earlier, together; so are the last ones, and what
 * happens in a stretch of the day.
 */
final class CampaignSearch {

  private static final double TRIAL_SECONDS = 3;
  private static final int PERIODS_TRIED = 12;
  private static final int ROOM = 100;
  private static final int STRETCH_STEPS = 160;

  private final Layout layout;
  private final List<int[]> labware;
  private final Best best;
  private final Effort effort;
  private final Stop stop;
  private final Random random;
  private @Nullable Timetable start;
  private long known = Long.MAX_VALUE;

  CampaignSearch(List<Campaign> campaigns, Best best, Effort effort, Stop stop) {
    layout = campaigns.get(0).layout();
    labware = campaigns.stream().flatMap(campaign -> campaign.steps().stream()).toList();
    this.best = best;
    this.effort = effort;
    this.stop = stop;
    random = new Random(effort.seed());
  }

  /** Offers the plan of the shortest period that is found. */
  void planSteadyState(Campaign campaign) {
    long least = campaign.shortestPeriod(1);
    for (long period = least; period < least + PERIODS_TRIED && !stop.isDue(); period++) {
      if (Cycle.tryPeriod(campaign, 1, period, effort, stop.part(TRIAL_SECONDS)) instanceof Cycle.Works works) {
        Timetable times = works.cycle().times();
        if (times.makespan() <= layout.horizon()) {
          best.offer(times, "cycle of " + period);
        }
        if (works.cycle().longStay(effort, stop.part(TRIAL_SECONDS)) instanceof Cycle.Works longer) {
          start = longer.cycle().times();
          known = makespan();
        }
        return;
      }
    }
  }

  private long makespan() {
    Timetable times = best.times();
    return times == null ? Long.MAX_VALUE : times.makespan();
  }

  /** Improves parts of the plan in turn until the time for it is over; goes on where it was when nobody else was better. */
  void planParts(Stop until) {
    boolean own = start != null && makespan() >= known;
    Timetable times = own ? start : best.times();
    if (times == null) {
      return;
    }
    int few = Math.min(labware.size(), 10);
    int most = Math.min(labware.size(), 30);
    for (int round = 0; !until.isDue(); round++) {
      int count = few + random.nextInt(most - few + 1);
      Timetable better = switch (round % 3) {
        case 0 -> compressBeginning(times, count, until);
        case 1 -> compressEnd(times, count, until);
        default -> own ? null : compressStretch(times, until);
      };
      if (better != null) {
        times = better;
        best.offer(times, List.of("ramp-up", "ramp-down", "stretch").get(round % 3));
      }
    }
    start = times;
    known = makespan();
  }

  private @Nullable Timetable compressBeginning(Timetable times, int count, Stop until) {
    Role[] roles = new Role[layout.size()];
    Arrays.fill(roles, Role.SHIFTED);
    Integer[] order = order(times);
    for (int k = 0; k < count; k++) {
      fill(roles, order[k], Role.FREE);
    }
    long first = count < order.length ? times.start()[labware.get(order[count])[0]] : 0;
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

  /** What starts in a stretch of time is free, what starts later follows it. */
  private @Nullable Timetable compressStretch(Timetable times, Stop until) {
    long length = Math.min(times.makespan(), times.makespan() * STRETCH_STEPS / layout.size() + 1);
    long from = (long) (random.nextDouble() * (times.makespan() - length));
    Role[] roles = new Role[layout.size()];
    for (int i = 0; i < roles.length; i++) {
      roles[i] = times.start()[i] < from ? Role.HELD : times.start()[i] < from + length ? Role.FREE : Role.SHIFTED;
    }
    return Arrays.asList(roles).contains(Role.FREE) ? compress(times, new Part(roles, ROOM, ROOM), until) : null;
  }

  private @Nullable Timetable compress(Timetable times, Part part, Stop until) {
    Answer answer = new CpSat(layout, new Effort(effort.workers(), random.nextInt(1 << 20), effort.deterministic()))
        .compress(times, part, until.part(2 * TRIAL_SECONDS));
    return answer.best();
  }

  private void fill(Role[] roles, int which, Role role) {
    for (int step : labware.get(which)) {
      roles[step] = role;
    }
  }

  private Integer[] order(Timetable times) {
    Integer[] order = new Integer[labware.size()];
    Arrays.setAll(order, p -> p);
    Arrays.sort(order, Comparator.comparingLong(p -> times.start()[labware.get(p)[0]]));
    return order;
  }
}
