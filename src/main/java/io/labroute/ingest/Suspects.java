package io.labroute.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Drops that were in work when the engine ended abruptly or ran out of memory: each gets its next attempt alone. */
final class Suspects {

  /** After so many attempts alone that ended the engine, a file is set aside. */
  static final int MOST_SOLO_ATTEMPTS = 3;

  private record Key(String kind, String name, long inode, long modifiedNanos) {}

  private final Map<Key, Integer> soloAttempts = new ConcurrentHashMap<>();

  void add(String kind, LedgerRepository.Entry entry) {
    soloAttempts.put(new Key(kind, entry.name(), entry.inode(), entry.modifiedNanos()), entry.soloAttempts());
  }

  void add(String kind, Drop drop) {
    soloAttempts.putIfAbsent(key(kind, drop), 0);
  }

  boolean contains(String kind, Drop drop) {
    return !soloAttempts.isEmpty() && soloAttempts.containsKey(key(kind, drop));
  }

  /** Whether the drop has ended the engine too often. */
  boolean isSpent(String kind, Drop drop) {
    return soloAttempts.getOrDefault(key(kind, drop), 0) >= MOST_SOLO_ATTEMPTS;
  }

  void clear(String kind, Drop drop) {
    soloAttempts.remove(key(kind, drop));
  }

  private static Key key(String kind, Drop drop) {
    return new Key(kind, drop.name(), drop.stamp().inode(), drop.stamp().modifiedNanos());
  }
}
