package io.labroute.execution;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One at a time at a device's doorstep, in this engine and in all that share its database. A placing worklist that is seen in
 * such a turn was left by an engine that ended, because nobody else is at work on it.
 */
@Component
class DeviceTurns {

  /** Each turn takes a connection for its lock and one for its work; the rest of the pool is for everybody else. */
  private static final int AT_ONCE = 3;

  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final WorklistRepository worklists;
  private final TransactionTemplate work;

  DeviceTurns(WorklistRepository worklists, PlatformTransactionManager transactions) {
    this.worklists = worklists;
    this.work = new TransactionTemplate(transactions);
    work.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Does something while nobody else is at the device's doorstep; it must not be called in a transaction. */
  <T> T in(String device, Supplier<T> what) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a worklist is released in several transactions of its own, never in that of somebody else");
    }
    ReentrantLock own = locks.computeIfAbsent(device, name -> new ReentrantLock(true));
    own.lock();
    try {
      turns.acquireUninterruptibly();
      try {
        return work.execute(status -> {
          worklists.holdDevice(device);
          return what.get();
        });
      } finally {
        turns.release();
      }
    } finally {
      own.unlock();
    }
  }

  /** A transaction of its own within a turn. */
  <T> T commit(Supplier<T> what) {
    return work.execute(status -> what.get());
  }
}
