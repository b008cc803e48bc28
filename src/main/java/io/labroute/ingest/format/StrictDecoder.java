package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Decodes bytes without guessing: what is malformed, cut off or NUL is refused with its byte offset. */
final class StrictDecoder extends Reader {

  private static final int SMALLEST_BUFFER = 1 << 8;
  private static final int LARGEST_BUFFER = 1 << 14;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final boolean twoBytesEach;
  private final byte[] array;
  private final ByteBuffer bytes;
  private long offsetOfArray;
  private boolean ended;
  private char half;

  StrictDecoder(InputStream in, byte[] start, Charset charset, long offset) throws IOException {
    this.in = in;
    this.array = new byte[Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, in.available() + start.length))];
    this.bytes = ByteBuffer.wrap(array);
    this.decoder = charset.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    this.twoBytesEach = charset.name().startsWith("UTF-16");
    this.offsetOfArray = offset;
    bytes.put(start);
    refuseNul(0, start.length);
    bytes.flip();
  }

  @Override
  public int read(char[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (half != 0) {
      target[from] = half;
      half = 0;
      return 1;
    }
    var chars = CharBuffer.wrap(target, from, length);
    while (chars.position() == from) {
      long offset = offsetOfArray + bytes.position();
      CoderResult result = decoder.decode(bytes, chars, ended);
      if (result.isError()) {
        throw undecodable(ended && bytes.remaining() <= result.length());
      }
      if (chars.position() > from) {
        refuseNulCharacters(target, from, chars.position(), offset);
      } else if (result.isOverflow()) {
        return firstHalf(target, from);
      } else if (ended) {
        if (bytes.hasRemaining()) {
          throw undecodable(true);
        }
        return -1;
      } else {
        fill();
      }
    }
    return chars.position() - from;
  }

  /** Where there is room for one character only, and two belong together, the second is kept for the next call. */
  private int firstHalf(char[] target, int from) {
    var pair = CharBuffer.allocate(2);
    decoder.decode(bytes, pair, ended);
    target[from] = pair.get(0);
    half = pair.get(1);
    return 1;
  }

  private void fill() throws IOException {
    offsetOfArray += bytes.position();
    bytes.compact();
    int read = in.read(array, bytes.position(), bytes.remaining());
    if (read < 0) {
      ended = true;
    } else {
      refuseNul(bytes.position(), bytes.position() + read);
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
  }

  private void refuseNul(int from, int to) {
    if (twoBytesEach) {
      return;
    }
    for (int i = from; i < to; i++) {
      if (array[i] == 0) {
        throw nul(offsetOfArray + i);
      }
    }
  }

  private void refuseNulCharacters(char[] target, int from, int to, long offset) {
    if (twoBytesEach) {
      for (int i = from; i < to; i++) {
        if (target[i] == 0) {
          throw nul(offset + 2L * (i - from));
        }
      }
    }
  }

  private static Refusal nul(long offset) {
    return Finding.of("text.nul", "The file holds a NUL character, which no text has.").at(Place.offset(offset))
        .maybe("it is no text at all, or UTF-16 without byte order mark: save it as UTF-8.").refusal();
  }

  private Refusal undecodable(boolean cutOff) {
    long offset = offsetOfArray + bytes.position();
    String charset = decoder.charset().name();
    String value = bytes.hasRemaining() ? "0x%02X".formatted(bytes.get(bytes.position()) & 0xFF) : null;
    var finding = cutOff
        ? Finding.of("text.truncated", "The text ends within a character of " + charset + ".")
            .maybe("the file was cut off, so copy it again; or it is in another encoding.")
        : Finding.of("text.undecodable", "This is no character of " + charset + ".")
            .maybe("the file is in another encoding, such as ISO-8859-1: save it as UTF-8, or have the encoding"
                + " declared in the route of its folder.");
    return finding.at(Place.offset(offset)).value(value).refusal();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
