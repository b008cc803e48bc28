package io.labroute.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A device that reads every worklist the moment it sees it, and deletes it: nothing is left by which it could be told. */
final class GreedyDevice implements AutoCloseable {

  /** A file that it took. */
  record TakenFile(String name, String text) {}

  private final Path folder;
  private final List<TakenFile> taken = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread;
  private volatile boolean closed;

  GreedyDevice(Path folder) {
    this.folder = folder;
    this.thread = new Thread(this::work, "device");
    thread.start();
  }

  List<TakenFile> taken() {
    return List.copyOf(taken);
  }

  private void work() {
    while (!closed) {
      try (var files = Files.newDirectoryStream(folder, "*.gwl")) {
        for (Path file : files) {
          taken.add(new TakenFile(file.getFileName().toString(), Files.readString(file)));
          Files.delete(file);
        }
      } catch (IOException notThereYet) {
        LockSupport.parkNanos(1_000_000);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
