package io.labroute.ingest;

import io.labroute.lab.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name of this engine among those that share a database; it stays the same as long as its data folder. */
record EngineId(String text) {

  /** Reads the name kept in the data folder, or makes one. */
  static EngineId in(Path data) throws IOException {
    Path file = data.resolve("engine.id");
    if (Files.exists(file)) {
      String text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return new EngineId(text);
      }
    }
    Files.createDirectories(data);
    var id = new EngineId(UUID.randomUUID().toString());
    AtomicFiles.write(file, id.text.getBytes(StandardCharsets.UTF_8), "engine");
    return id;
  }
}
