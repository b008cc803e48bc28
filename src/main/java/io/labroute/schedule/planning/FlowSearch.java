package io.labroute.schedule.planning;

import io.labroute.schedule.cpsat.Flow;
import io.labroute.schedule.search.BeamSearch;
import io.labroute.schedule.search.BeamSearch.Temper;
import io.labroute.schedule.search.Guide;
import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Stop;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Plans campaigns after the flow of a liquid: flows for a few ambitious ends of the day, and beam searches that follow them with
 * whole labware. It pays where a day is too short to settle down to a period.
 */
final class FlowSearch {

  /** How much earlier the first flow has to end than the plan that there is. */
  private static final double SHORTER = 0.92;

  /** What whole labware may come near to; where the first flow is denser, there is nothing to be gained. */
  private static final double LIKELY = 0.985;
  private static final double[] AIMS = {0.963, 0.95, 0.97};

  private final Pipeline pipeline;
  private final Best best;
  private final long seed;
  private final Stop stop;
  private final List<Guide> guides = new CopyOnWriteArrayList<>();
  private final Thread thread;

  FlowSearch(Pipeline pipeline, Best best, long seed, Stop stop) {
    this.pipeline = pipeline;
    this.best = best;
    this.seed = seed;
    this.stop = stop;
    thread = new Thread(this::findGuides, "schedule flows");
    thread.setDaemon(true);
  }

  /** Begins to look for flows, in a thread of its own. */
  void start() {
    thread.start();
  }

  private long makespan() {
    Incumbent incumbent = best.incumbent();
    return incumbent == null ? pipeline.layout().horizon() : incumbent.plan().makespan();
  }

  private void findGuides() {
    double aim = SHORTER * makespan();
    for (int k = 0; k < AIMS.length && !stop.isDue(); k++) {
      Flow flow = Flow.by(pipeline, (long) aim, stop);
      if (flow == null || k == 0 && flow.load() > 1) {
        return;
      }
      if (flow.load() < LIKELY) {
        guides.add(new Guide(pipeline, flow.entries()));
      }
      aim *= Math.pow(flow.load() / AIMS[k], 0.9);
    }
  }

  /** Follows the flows until the time for it is over; comes back at once when there is nothing to be gained. */
  void follow(int workers, Stop until) throws InterruptedException {
    while (guides.isEmpty() && thread.isAlive() && !until.isDue()) {
      thread.join(20);
    }
    if (guides.isEmpty()) {
      return;
    }
    Thread[] others = new Thread[Math.max(0, workers - 1)];
    for (int w = 0; w < others.length; w++) {
      long own = seed + 1 + w;
      others[w] = new Thread(() -> search(until, new Random(own)), "schedule beam " + w);
      others[w].setDaemon(true);
      others[w].start();
    }
    search(until, new Random(seed));
    for (Thread other : others) {
      other.join();
    }
  }

  private void search(Stop until, Random random) {
    var search = new BeamSearch(pipeline);
    double scale = Math.max(1, search.beat()) / 5.0;
    while (!until.isDue()) {
      Guide guide = guides.get(random.nextInt(guides.size()));
      int[][] entries = search.run(guide, Temper.any(random, scale), makespan() - 1, until, random);
      if (entries != null) {
        best.offer(pipeline.times(entries), "flow");
      }
    }
  }
}
