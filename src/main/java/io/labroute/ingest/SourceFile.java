package io.labroute.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A claimed file: its bytes stand still, whatever happens in the inbox.
 *
 * @param ledgerId its row in {@code ingest.file}
 * @param name as it was dropped; not to be trusted as a path
 */
public record SourceFile(long ledgerId, String name, Reading reading, Bytes bytes) {

  public InputStream open() throws IOException {
    return bytes.open();
  }

  /** Where the bytes are. */
  public sealed interface Bytes {

    InputStream open() throws IOException;

    /** A small file, in memory. */
    record InMemory(byte[] array) implements Bytes {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(array);
      }
    }

    /** A large file, in the content folder. */
    record InFolder(Path path) implements Bytes {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(path);
      }
    }
  }
}
