package io.labroute.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decides how a stream of bytes is encoded: by its byte order mark, else as declared, else as strict UTF-8. */
public final class TextEncoding {

  private enum Mark {
    UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

    private final Charset charset;
    private final byte[] bytes;

    Mark(Charset charset, int... bytes) {
      this.charset = charset;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }

    private boolean begins(byte[] start) {
      return start.length >= bytes.length && Arrays.equals(start, 0, bytes.length, bytes, 0, bytes.length);
    }
  }

  private TextEncoding() {}

  /**
   * Opens a stream as text.
   *
   * @param declared the charset of files without byte order mark; null for UTF-8
   */
  public static DecodedText open(InputStream in, @Nullable Charset declared) throws IOException {
    byte[] start = in.readNBytes(3);
    for (Mark mark : Mark.values()) {
      if (mark.begins(start)) {
        byte[] rest = Arrays.copyOfRange(start, mark.bytes.length, start.length);
        return new DecodedText(new StrictDecoder(in, rest, mark.charset, mark.bytes.length),
            mark.charset.name() + " with BOM");
      }
    }
    return declared == null
        ? new DecodedText(new StrictDecoder(in, start, StandardCharsets.UTF_8, 0), "UTF-8")
        : new DecodedText(new StrictDecoder(in, start, declared, 0), declared.name() + " (declared)");
  }
}
