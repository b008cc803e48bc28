package io.labroute.schedule.dispatch;

import io.labroute.schedule.Draw;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Mode;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;

/**
 * Places one cluster on the board. Its steps are placed from the earliest on; where a step comes too late for a longest wait, or
 * a slot is not free long enough, the step that started the wait is pushed to where it can work, and the cluster begins anew.
 */
final class Placing {

  private static final long NEVER = Long.MAX_VALUE / 8;
  private static final int MOST_TRIES = 4_000;

  private final Layout layout;
  private final Clusters clusters;
  private final Board board;
  private final Timetable times;
  private final boolean[] done;
  private final Ways ways;

  private final Windows windows;
  private final long[] floor;
  private int cluster;
  private boolean pushed;
  private final List<Claim> own = new ArrayList<>();

  Placing(Layout layout, Clusters clusters, Board board) {
    this.layout = layout;
    this.clusters = clusters;
    this.board = board;
    times = Timetable.of(layout.size());
    done = new boolean[layout.size()];
    ways = new Ways(layout, times);
    windows = new Windows(layout, clusters, times, done);
    floor = new long[layout.size()];
  }

  Timetable times() {
    return times;
  }

  /** A step that has started. Its claims are taken when their last step is known. */
  void freeze(int step, Frozen frozen) {
    Mode mode = layout.mode(step, frozen.mode());
    times.mode()[step] = frozen.mode();
    times.start()[step] = frozen.start();
    times.end()[step] = frozen.end() == null ? frozen.start() + mode.duration() : frozen.end();
    done[step] = true;
  }

  /** Whether the cluster found its place; if not, nothing has changed on the board. */
  boolean place(int which, long notBefore) {
    cluster = which;
    int[] members = clusters.members(which);
    if (members.length == 1) {
      return placeSingle(members[0], notBefore);
    }
    ways.choose(members, done);
    for (int i : members) {
      floor[i] = Math.max(notBefore, layout.step(i).release());
    }
    int tries = 0;
    while (!attempt(members)) {
      if (++tries > MOST_TRIES || !pushed) {
        return false;
      }
    }
    settle(members);
    return true;
  }

  private boolean placeSingle(int step, long notBefore) {
    if (done[step]) {
      settle(new int[] {step});
      return true;
    }
    long bestEnd = NEVER;
    int best = -1;
    for (int mode = 0; mode < layout.modes(step); mode++) {
      times.mode()[step] = mode;
      floor[step] = Math.max(notBefore, layout.step(step).release());
      if (ways.reach(step, mode) && attempt(new int[] {step}) && times.end()[step] < bestEnd) {
        bestEnd = times.end()[step];
        best = mode;
      }
    }
    if (best < 0) {
      return false;
    }
    times.mode()[step] = best;
    attempt(new int[] {step});
    settle(new int[] {step});
    return true;
  }

  private boolean attempt(int[] members) {
    pushed = false;
    own.clear();
    windows.open(cluster, floor);
    for (int i : members) {
      if (done[i]) {
        if (!slotsHold(i, members)) {
          return false;
        }
        continue;
      }
      long start = fit(i);
      if (start > windows.high[2 * i]) {
        push(windows.cause[2 * i], start - windows.high[2 * i]);
        return false;
      }
      long end = Math.max(start + layout.mode(i, times.mode()[i]).duration(), windows.low[2 * i + 1]);
      if (end > windows.high[2 * i + 1]) {
        push(windows.cause[2 * i + 1], end - windows.high[2 * i + 1]);
        return false;
      }
      windows.fix(2 * i, start, i);
      windows.fix(2 * i + 1, end, i);
      times.start()[i] = start;
      times.end()[i] = end;
      if (!slotsHold(i, members)) {
        return false;
      }
    }
    return true;
  }

  private void push(int step, long by) {
    if (step >= 0 && !done[step] && by < NEVER / 2) {
      floor[step] = times.start()[step] + by;
      pushed = true;
    }
  }

  /** The first tick from which everything is free that the step takes as far as is known. */
  private long fit(int step) {
    long duration = layout.mode(step, times.mode()[step]).duration();
    long start = windows.low[2 * step];
    long before;
    do {
      before = start;
      for (Claim claim : layout.claims(step, times.mode()[step])) {
        if (claim.from() == step) {
          long length = claim.until() == step ? Math.max(duration, windows.low[2 * step + 1] - windows.low[2 * step])
              : windows.low[2 * claim.until() + 1] - windows.low[2 * step];
          start = fit(claim, start, length);
        }
      }
      for (Claim claim : opening(step)) {
        start = fit(claim, start, windows.low[2 * claim.until() + 1] - windows.low[2 * step]);
      }
      for (Draw draw : layout.step(step).draws()) {
        long shift = draw.amount() > 0 ? 0 : duration;
        start = Math.max(start, board.firstFit(draw.stock(), draw.amount(), start + shift) - shift);
      }
    } while (start > before && start < NEVER);
    return start;
  }

  private long fit(Claim claim, long earliest, long length) {
    long start = board.of(claim).firstFit(earliest, length, claim.amount());
    for (int i = 0; i < own.size(); i++) {
      Claim other = own.get(i);
      if (other.device() == claim.device() && other.slots() == claim.slots()) {
        long from = times.start()[other.from()];
        long until = times.end()[other.until()];
        if (from < start + length && start < until
            && board.of(claim).blockedUntil(start, start + length, claim.amount() + together(claim, start, length)) > start) {
          start = board.of(claim).firstFit(until, length, claim.amount());
          i = -1;
        }
      }
    }
    return start;
  }

  /** How much the cluster's own claims take of the same device in a stretch of time. */
  private int together(Claim claim, long start, long length) {
    int sum = 0;
    for (Claim other : own) {
      if (other.device() == claim.device() && other.slots() == claim.slots()
          && times.start()[other.from()] < start + length && start < times.end()[other.until()]) {
        sum += other.amount();
      }
    }
    return sum;
  }

  /** Claims of other steps that begin with this step: the move into their slot, or away from their device. */
  private List<Claim> opening(int step) {
    List<Claim> opened = new ArrayList<>();
    for (int holder : clusters.holders(step)) {
      if (holder != step) {
        for (Claim claim : layout.claims(holder, times.mode()[holder])) {
          if (claim.from() == step) {
            opened.add(claim);
          }
        }
      }
    }
    return opened;
  }

  /** Takes note of the claims that end with this step; false, with the first step pushed, when one of them is not free. */
  private boolean slotsHold(int step, int[] members) {
    for (int i : members) {
      for (Claim claim : layout.claims(i, times.mode()[i])) {
        if (claim.until() == step) {
          long from = times.start()[claim.from()];
          long until = times.end()[step];
          boolean started = done[claim.from()];
          long blocked = board.of(claim).blockedUntil(from, until, claim.amount() + together(claim, from, until - from));
          if (blocked > from && !started) {
            push(claim.from(), blocked < NEVER ? blocked - from : until - from);
            return false;
          }
          own.add(claim);
        }
      }
    }
    return true;
  }

  /** Takes a placed cluster from the board. */
  void remove(int which) {
    account(clusters.members(which), -1);
    for (int i : clusters.members(which)) {
      done[i] = false;
    }
  }

  /** Puts a removed cluster back where it was. */
  void restore(int which, Timetable was) {
    for (int i : clusters.members(which)) {
      times.start()[i] = was.start()[i];
      times.end()[i] = was.end()[i];
      times.mode()[i] = was.mode()[i];
    }
    settle(clusters.members(which));
  }

  private void settle(int[] members) {
    for (int i : members) {
      done[i] = true;
    }
    account(members, 1);
  }

  private void account(int[] members, int sign) {
    for (int i : members) {
      ways.account(i, sign);
      for (Claim claim : layout.claims(i, times.mode()[i])) {
        board.of(claim).take(times.start()[claim.from()], times.end()[claim.until()], sign * claim.amount());
      }
      for (Draw draw : layout.step(i).draws()) {
        board.change(draw.stock(), draw.amount() > 0 ? times.start()[i] : times.end()[i], -sign * draw.amount());
      }
    }
  }
}
