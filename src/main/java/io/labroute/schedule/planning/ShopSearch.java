package io.labroute.schedule.planning;

import io.labroute.schedule.search.JobShop;
import io.labroute.schedule.search.JobShopProof;
import io.labroute.schedule.search.JobShopSearch;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;

/** Plans a job shop: a tabu search finds, branch and bound proves, each fed with what the other knows. */
final class ShopSearch {

  private static final int ROUNDS_A_SECOND = 4;
  private static final int FAILS_A_SECOND = 4_000;

  /** Of fewer pairs of steps on a machine a proof is worth a thread until the end: twenty jobs on ten machines. */
  private static final int FEW_PAIRS = 2_000;

  private final JobShop shop;
  private final Best best;
  private final int goal;
  private final Wish wish;
  private final JobShopSearch search;
  private long seed;

  /**
   * @param goal the makespan's index among the goals
   */
  ShopSearch(JobShop shop, Best best, int goal, Wish wish) {
    this.shop = shop;
    this.best = best;
    this.goal = goal;
    this.wish = wish;
    seed = wish.seed();
    search = new JobShopSearch(shop, times -> best.offer(times, "tabu search"));
  }

  /**
   * Finds and proves at the same time, or in a reproducible run one after the other, until either is done or the time is over.
   *
   * @param seconds for shops that are too large to be worth more
   */
  void findAndProve(int workers, double seconds, Stop stop) throws InterruptedException {
    Stop part = wish.reproducible() || shop.pairs() <= FEW_PAIRS ? stop : stop.part(seconds);
    var proof = new JobShopProof(shop, this::makespan, best::times, times -> best.offer(times, "branch and bound"),
        bound -> best.raise(goal, bound), part);
    if (wish.reproducible()) {
      find(1, (int) Math.min(1e6, 1 + ROUNDS_A_SECOND * wish.seconds()), part);
      proof.run((int) Math.min(1e9, FAILS_A_SECOND * wish.seconds()));
      return;
    }
    var prover = new Thread(() -> {
      proof.run(Integer.MAX_VALUE);
      if (best.proven(goal)) {
        part.request();
      }
    }, "job shop proof");
    prover.setDaemon(true);
    prover.start();
    find(Math.max(1, proof.isSmall() ? workers - 1 : workers), Integer.MAX_VALUE, part);
    prover.join();
  }

  /** Looks for shorter plans only. */
  void find(int workers, int rounds, Stop stop) {
    Timetable start = best.times();
    if (start != null && !stop.isDue()) {
      search.run(start, best.bound(goal), workers, rounds, seed++, stop);
    }
  }

  private int makespan() {
    return (int) Math.min(Integer.MAX_VALUE / 8, best.reached(goal));
  }
}
