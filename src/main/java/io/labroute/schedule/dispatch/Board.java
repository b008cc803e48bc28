package io.labroute.schedule.dispatch;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Stock;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is taken so far: of each device its slots and its work, and of each stock its content. */
final class Board {

  private final List<Profile> slots = new ArrayList<>();
  private final List<Profile> work = new ArrayList<>();
  private final Map<String, Stock> stocks = new HashMap<>();
  private final Map<String, TreeMap<Long, Long>> changes = new HashMap<>();

  Board(Layout layout) {
    List<Device> devices = layout.problem().devices();
    for (int d = 0; d < devices.size(); d++) {
      slots.add(profile(devices.get(d), layout.capacity(d, true)));
      work.add(profile(devices.get(d), layout.capacity(d, false)));
    }
    layout.problem().stocks().forEach(stock -> {
      stocks.put(stock.id(), stock);
      changes.put(stock.id(), new TreeMap<>());
    });
  }

  private static Profile profile(Device device, int capacity) {
    var profile = new Profile(capacity);
    for (Closure shut : device.closed()) {
      profile.take(shut.from(), shut.to(), capacity);
    }
    return profile;
  }

  Profile of(Claim claim) {
    return (claim.slots() ? slots : work).get(claim.device());
  }

  /** What is left of a stock when all draws and refills so far have happened. */
  long left(String stock) {
    return stocks.get(stock).initial() + changes.get(stock).values().stream().mapToLong(change -> change).sum();
  }

  /** The first tick, not before {@code earliest}, at which a stock can lose {@code amount}, or gain it when it is negative. */
  long firstFit(String stock, long amount, long earliest) {
    long level = left(stock);
    for (var change : changes.get(stock).descendingMap().entrySet()) {
      if (level - amount < 0 || level - amount > stocks.get(stock).capacity()) {
        return Long.MAX_VALUE / 4;
      }
      long before = level - change.getValue();
      if (before - amount < 0 || before - amount > stocks.get(stock).capacity()) {
        return Math.max(earliest, change.getKey());
      }
      if (change.getKey() <= earliest) {
        return earliest;
      }
      level = before;
    }
    return level - amount < 0 || level - amount > stocks.get(stock).capacity() ? Long.MAX_VALUE / 4 : earliest;
  }

  void change(String stock, long tick, long amount) {
    changes.get(stock).merge(tick, amount, Long::sum);
  }
}
