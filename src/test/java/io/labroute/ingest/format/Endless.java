package io.labroute.ingest.format;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file that begins with a text and then repeats another one without end; tells how much of it was read. */
final class Endless extends InputStream {

  private final byte[] beginning;
  private final byte[] rest;
  private long read;

  Endless(String beginning, String rest) {
    this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
    this.rest = rest.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int read() {
    long at = read++;
    return at < beginning.length ? beginning[(int) at] : rest[(int) ((at - beginning.length) % rest.length)];
  }

  @Override
  public int read(byte[] target, int from, int length) {
    for (int i = 0; i < length; i++) {
      target[from + i] = (byte) read();
    }
    return length;
  }

  long bytesRead() {
    return read;
  }
}
