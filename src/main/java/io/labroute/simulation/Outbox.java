package io.labroute.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Sha256;
import io.labroute.platform.EngineProperties;
import io.labroute.platform.LabNature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Where devices and people of the simulated lab leave what they report: files that are renamed into the inbox. What it remembers
 * spares files, nothing else: every event has an identity of its own, and every other file the same content whenever it is written.
 */
@Component
@Profile(LabNature.PROFILE)
class Outbox {

  private static final String WRITER = "simulation";
  private static final int REMEMBERED = 10_000;

  private final Path inbox;
  private final Set<String> told = Collections.newSetFromMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  });
  private final List<ObjectNode> events = new ArrayList<>();

  Outbox(EngineProperties engine) {
    this.inbox = engine.inbox();
  }

  /** Reports an event, if there is one and it was not reported since the engine started; it goes with the next {@link #send}. */
  void tell(@Nullable Report report) {
    if (report != null && told.add(report.key())) {
      events.add(report.json());
    }
  }

  /** Whether this is the first time that something is to be done since the engine started. */
  boolean isFirst(String what) {
    return told.add(what);
  }

  /** Sends the gathered events as one file; tells whether there were any. */
  boolean send() {
    if (events.isEmpty()) {
      return false;
    }
    var text = new StringBuilder();
    events.forEach(event -> text.append(event).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    write("device-events", "simulated-" + Sha256.of(bytes).substring(0, 16) + ".jsonl", bytes);
    events.clear();
    return true;
  }

  /**
   * Drops a file, unless that was done since the engine started.
   *
   * @return whether it lies in the inbox still
   */
  boolean isUnderWay(String kind, String name, Supplier<String> text) {
    if (!told.contains(kind + "/" + name)) {
      write(kind, name, text.get().getBytes(StandardCharsets.UTF_8));
      told.add(kind + "/" + name);
      return true;
    }
    return Files.exists(inbox.resolve(kind).resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private void write(String kind, String name, byte[] bytes) {
    try {
      AtomicFiles.write(Files.createDirectories(inbox.resolve(kind)).resolve(name), bytes, WRITER);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
