package io.labroute.bench;

import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How late jobs fire: 1,000 over 30 devices while the lab's clock runs at 1,000 times, then as many that are due at one moment. */
class DispatchBench {

  private static final int DEVICES = 30;
  private static final int RUNS = 200;
  private static final int STEPS = 10;
  private static final int JOBS = RUNS * STEPS / 2;

  @TempDir
  Path home;

  @Test
  void measures() throws Exception {
    try (EngineProcess engine = EngineProcess.ofClass(home, FastClockEngine.class).with("LABROUTE_INGEST_SETTLE", "200ms")
        .with("LABROUTE_JOBS_GRACE", "1000d").start().awaitReady()) {
      lab(engine);
      var report = new Report("dispatch", engine.ask("select split_part(version(), ' on ', 1)"), 0);

      Instant begin = Clock.systemUTC().instant().plusSeconds(5);
      plan(engine, begin, 60, 0, RUNS / 2);
      Path from = Files.writeString(home.resolve("." + FastClockEngine.FROM), begin.toString());
      Files.move(from, home.resolve(FastClockEngine.FROM), StandardCopyOption.ATOMIC_MOVE);
      awaitFired(engine, JOBS);
      report.line("%,d jobs over %d devices, one a minute of the lab, its clock at %,d times: they fire %s ms after their time", JOBS, DEVICES,
          FastClockEngine.SPEED, engine.ask("""
              select string_agg(format('p%%s %%s', round(p * 100), round(percentile * 1000 / %d)), ', ' order by p)
                from (select p, percentile_disc(p) within group (order by extract(epoch from fired_at - planned_start)) as percentile
                        from schedule.jobs, (values (0.5), (0.99), (1)) as v (p) group by p) t""".formatted(FastClockEngine.SPEED)));

      long start = System.nanoTime();
      plan(engine, begin, 0, RUNS / 2, RUNS);
      awaitFired(engine, 2 * JOBS);
      double seconds = (System.nanoTime() - start) / 1e9;
      report.line("%,d jobs due at one moment: all fired after %.1f s, %.1f ms a job", JOBS, seconds, seconds * 1_000 / JOBS);
      report.write(Path.of("target/bench/dispatch.txt"));
    }
  }

  private void lab(EngineProcess engine) throws IOException {
    var devices = new StringBuilder("sila_servers:\n  all:\n");
    for (int n = 0; n < DEVICES; n++) {
      devices.append("    D%d: {capacity: 1}\n".formatted(n));
    }
    drop(engine.inbox("lab-config"), "lab.yaml", devices.toString());
    await().atMost(Duration.ofMinutes(1)).until(() -> engine.ask("select count(*) from tracking.devices").equals(String.valueOf(DEVICES)));
    for (int n = 0; n < RUNS; n++) {
      var plan = new StringBuilder("campaign: {id: C%03d}\nrelease: manual\nsteps:\n".formatted(n));
      for (int step = 0; step < STEPS; step++) {
        plan.append("  - {id: s%d, operation: manual, prompt: Do it.}\n".formatted(step));
      }
      drop(engine.inbox("campaigns"), "c" + n + ".yaml", plan.toString());
    }
    await().atMost(Duration.ofMinutes(2)).until(() -> engine.ask("select count(*) from campaign.runs").equals(String.valueOf(RUNS)));
  }

  private static void drop(Path folder, String name, String text) throws IOException {
    Files.move(Files.writeString(folder.resolve("." + name), text), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Jobs of some of the runs, one after the other by so many seconds. */
  private static void plan(EngineProcess engine, Instant begin, int seconds, int first, int last) {
    engine.ask("""
        with made as (
          insert into schedule.schedules (made_at, made_by, why, state, anchor, tick_seconds, problem, plan, plan_sha256, source, value,
                                          bound, gap, guesses)
          values (now(), 'bench', 'bench', 'proposed', now(), 5, '{}', '{}', '', 'bench', 0, 0, 0, 0) returning schedule_id),
        jobs as (
          insert into schedule.jobs (experiment_id, step_id, schedule_id, device, planned_start, planned_end, duration_basis, guessed,
                                     priority, resources)
          select format('C%%s.1', lpad(run::text, 3, '0')), 's' || step, schedule_id, 'D' || (run * %1$d + step) %% %2$d,
                 timestamptz '%3$s' + make_interval(secs => ((run - %4$d) * %1$d + step) * %5$d),
                 timestamptz '%3$s' + make_interval(secs => ((run - %4$d) * %1$d + step + 1) * %5$d), 'bench', false, 1, '{}'
            from made, generate_series(%4$d, %6$d - 1) run, generate_series(0, %1$d - 1) step returning 1)
        select count(*) from jobs""".formatted(STEPS, DEVICES, begin, first, seconds, last));
  }

  private static void awaitFired(EngineProcess engine, int jobs) {
    await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(50))
        .until(() -> engine.ask("select count(*) from schedule.jobs where state = 'due'").equals(String.valueOf(jobs)));
  }
}
