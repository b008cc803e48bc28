package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Shortens a job shop's plan: tabu search from a few good orders that are unlike each other, and from what is best of the orders on
 * the way from one of them to another (path relinking: Peng, Lü and Cheng, 2015).
 */
public final class JobShopSearch {

  private static final int ELITE = 8;
  private static final int PATIENCE = 100_000;
  private static final int STALE = 40;
  /** Orders in which a smaller part of the pairs of steps change places are alike. */
  private static final double ALIKE = 1.0 / 30;
  /** So many of the orders on a way are tried, for so long. */
  private static final int TRIED = 5;
  private static final int TRIAL = 500;

  private final JobShop shop;
  private final Consumer<Timetable> found;
  private final List<int[][]> elite = new ArrayList<>();
  private final List<Integer> makespans = new ArrayList<>();
  private int stale;
  private volatile int best = Integer.MAX_VALUE;
  private volatile long bound;
  private volatile Stop stop = Stop.in(0);

  /**
   * @param found told of each better timetable
   */
  public JobShopSearch(JobShop shop, Consumer<Timetable> found) {
    this.shop = shop;
    this.found = found;
  }

  /**
   * Searches in one thread a worker until the stop is due. Good orders are kept from one run to the next.
   *
   * @param bound the makespan at which nothing is left to gain
   * @param rounds tabu searches a worker makes at most; bounds the work of a reproducible run
   */
  public void run(Timetable start, long bound, int workers, int rounds, long seed, Stop stop) {
    this.bound = bound;
    this.stop = stop;
    int[][] orders = shop.orders(start);
    Thread[] threads = new Thread[workers - 1];
    for (int w = 1; w < workers; w++) {
      long own = seed * 1_000 + w;
      threads[w - 1] = new Thread(() -> work(orders, rounds, new Random(own)), "job shop search " + w);
      threads[w - 1].setDaemon(true);
      threads[w - 1].start();
    }
    work(orders, rounds, new Random(seed * 1_000));
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException asked) {
        stop.request();
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work(int[][] start, int rounds, Random random) {
    for (int round = 0; round < rounds && !isOver(); round++) {
      var search = new TabuSearch(shop, round == 0 ? start : next(random), random);
      search.run(PATIENCE, this::isOver);
      keep(search.best(), search.bestMakespan());
    }
  }

  private boolean isOver() {
    return stop.isDue() || best <= bound;
  }

  private int[][] next(Random random) {
    int[][] from;
    int[][] to;
    synchronized (elite) {
      if (elite.size() < ELITE) {
        return anyOrders(random);
      }
      int a = random.nextInt(elite.size());
      int b = (a + 1 + random.nextInt(elite.size() - 1)) % elite.size();
      from = elite.get(a);
      to = elite.get(b);
    }
    List<int[][]> ways = between(from, to, random);
    Collections.shuffle(ways, random);
    return ways.stream().limit(TRIED).map(orders -> {
      var trial = new TabuSearch(shop, orders, random);
      trial.run(TRIAL, this::isOver);
      return trial;
    }).min(Comparator.comparingInt(TabuSearch::bestMakespan)).map(TabuSearch::best).orElseGet(() -> anyOrders(random));
  }

  /** Orders in which any job goes on next. */
  private int[][] anyOrders(Random random) {
    List<List<Integer>> lines = new ArrayList<>();
    for (int m = 0; m < shop.machines(); m++) {
      lines.add(new ArrayList<>());
    }
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < shop.before().length; i++) {
      if (shop.before()[i] < 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int k = random.nextInt(ready.size());
      int step = ready.get(k);
      if (shop.machine()[step] >= 0) {
        lines.get(shop.machine()[step]).add(step);
      }
      if (shop.after()[step] < 0) {
        ready.remove(k);
      } else {
        ready.set(k, shop.after()[step]);
      }
    }
    return lines.stream().map(line -> line.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
  }

  /** Orders on the way from one to another, a tenth of it apart, none of them close to either; none when there is no way between. */
  private List<int[][]> between(int[][] from, int[][] to, Random random) {
    int[] place = places(to);
    int way = pairsTurned(from, place);
    var sequences = new Sequences(shop, from);
    List<int[][]> between = new ArrayList<>();
    int gone = go(sequences, place, Math.max(1, way / 5), random);
    for (int part = gone; part > 0 && gone <= way - way / 5 && way > 1; gone += part) {
      between.add(sequences.orders());
      part = go(sequences, place, Math.max(1, way / 10), random);
    }
    return between;
  }

  private int[] places(int[][] orders) {
    int[] place = new int[shop.duration().length];
    for (int[] line : orders) {
      for (int k = 0; k < line.length; k++) {
        place[line[k]] = k;
      }
    }
    return place;
  }

  /** How many pairs of steps are in the other order. */
  private static int pairsTurned(int[][] orders, int[] place) {
    int turned = 0;
    for (int[] line : orders) {
      for (int a = 0; a < line.length; a++) {
        for (int b = a + 1; b < line.length; b++) {
          turned += place[line[a]] > place[line[b]] ? 1 : 0;
        }
      }
    }
    return turned;
  }

  /** Lets neighbours change places that are in the other order there; how many did. */
  private static int go(Sequences sequences, int[] place, int wanted, Random random) {
    int gone = 0;
    for (int tries = 0; gone < wanted && tries < 50 * place.length; tries++) {
      int step = random.nextInt(place.length);
      int next = sequences.behind[step];
      if (next >= 0 && place[step] > place[next] && exchange(sequences, step)) {
        gone++;
      }
    }
    return gone;
  }

  private static boolean exchange(Sequences sequences, int step) {
    int next = sequences.behind[step];
    sequences.moveBehind(step, next);
    if (sequences.evaluate()) {
      return true;
    }
    sequences.moveAhead(step, next);
    sequences.evaluate();
    return false;
  }

  private void keep(int[][] orders, int makespan) {
    synchronized (elite) {
      if (makespan < best) {
        best = makespan;
        found.accept(new Sequences(shop, orders).times());
      }
      if (++stale > STALE) {
        elite.clear();
        makespans.clear();
        stale = 0;
      }
      int[] place = places(orders);
      List<Integer> alike = IntStream.range(0, elite.size()).filter(k -> pairsTurned(elite.get(k), place) < ALIKE * shop.pairs())
          .boxed().sorted(Comparator.reverseOrder()).toList();
      if (alike.stream().anyMatch(k -> makespans.get(k) <= makespan)) {
        return;
      }
      alike.forEach(k -> {
        elite.remove((int) k);
        makespans.remove((int) k);
      });
      if (elite.size() >= ELITE) {
        int worst = 0;
        for (int k = 1; k < elite.size(); k++) {
          worst = makespans.get(k) > makespans.get(worst) ? k : worst;
        }
        if (makespans.get(worst) < makespan) {
          return;
        }
        elite.remove(worst);
        makespans.remove(worst);
      }
      stale = elite.size() < ELITE || makespans.stream().anyMatch(other -> makespan < other) ? 0 : stale;
      elite.add(orders);
      makespans.add(makespan);
    }
  }
}
