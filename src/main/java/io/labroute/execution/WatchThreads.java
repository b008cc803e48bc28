package io.labroute.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets the doorsteps be looked at again and again, each device's in a thread of its own: a share that hangs holds up nobody else. */
@Component
class WatchThreads implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(WatchThreads.class);
  private static final long INTERVAL_MS = 500;
  private static final long REPORTS_INTERVAL_MS = 10_000;

  private final DoorstepWatch watch;
  private final DeviceNews news;
  private final Map<String, Future<?>> looks = new ConcurrentHashMap<>();
  private final Map<String, String> faults = new ConcurrentHashMap<>();
  private @Nullable ScheduledExecutorService clock;
  private @Nullable ExecutorService devices;
  private volatile boolean swept;

  WatchThreads(DoorstepWatch watch, DeviceNews news) {
    this.watch = watch;
    this.news = news;
  }

  @Override
  public void start() {
    ThreadFactory threads = task -> {
      var thread = new Thread(task, "doorsteps");
      thread.setDaemon(true);
      return thread;
    };
    var workers = Executors.newCachedThreadPool(threads);
    var ticks = Executors.newSingleThreadScheduledExecutor(threads);
    devices = workers;
    clock = ticks;
    ticks.scheduleWithFixedDelay(() -> tick(workers), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    ticks.scheduleWithFixedDelay(() -> quietly("reports", watch::tellLateReports), INTERVAL_MS, REPORTS_INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  private void tick(ExecutorService workers) {
    quietly("worklists", () -> {
      while (news.read()) {
        log.debug("more events are to be read");
      }
      if (!swept) {
        look(workers, "all hidden files", () -> {
          watch.sweep();
          swept = true;
        });
      }
      watch.devices().forEach(device -> look(workers, device, () -> watch.look(device)));
    });
  }

  private void look(ExecutorService workers, String at, Runnable look) {
    looks.compute(at, (name, last) -> last == null || last.isDone() ? workers.submit(() -> quietly(at, look)) : last);
  }

  /** A fault that stays is told once. */
  private void quietly(String what, Runnable work) {
    try {
      work.run();
      faults.remove(what);
    } catch (DataAccessException | TransactionException away) {
      log.debug("{}: the look waits for the database", what, away);
    } catch (RuntimeException | Error fault) {
      if (!fault.toString().equals(faults.put(what, fault.toString()))) {
        log.warn("{}: the look failed and is repeated", what, fault);
      }
    }
  }

  @Override
  public void stop() {
    if (clock != null && devices != null) {
      clock.shutdown();
      devices.shutdown();
      try {
        if (!clock.awaitTermination(2, TimeUnit.SECONDS) || !devices.awaitTermination(2, TimeUnit.SECONDS)) {
          log.warn("a look at a device's folder does not end: its share may hang");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    clock = null;
    devices = null;
  }

  @Override
  public boolean isRunning() {
    return clock != null;
  }
}
