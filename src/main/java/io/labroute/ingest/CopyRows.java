package io.labroute.ingest;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/**
 * Rows on their way into a table by {@code COPY … FROM STDIN}, in the thread's transaction. Until {@link #finish} the
 * transaction can do nothing else. Format: PostgreSQL's documentation of COPY, "Text Format".
 */
public final class CopyRows implements AutoCloseable {

  private static final int FLUSH_AT = 1 << 16;
  private static final byte[] NULL = {'\\', 'N'};

  private final CopyIn copy;
  private byte[] buffer = new byte[FLUSH_AT + (FLUSH_AT >> 1)];
  private int length;
  private boolean rowBegun;

  private CopyRows(CopyIn copy) {
    this.copy = copy;
  }

  /**
   * Begins to copy.
   *
   * @param target table and columns, {@code schema.table (a, b)}; never a text of users
   */
  public static CopyRows into(DataSource dataSource, String target) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      return new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin"));
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** The next field of the row; null stays null. */
  public CopyRows text(@Nullable CharSequence value) {
    separate();
    if (value == null) {
      put(NULL);
      return this;
    }
    int end = value.length();
    room(end);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else {
        other(value.subSequence(i, end).toString());
        return this;
      }
    }
    return this;
  }

  /** The next field of the row. */
  public CopyRows number(long value) {
    separate();
    room(20);
    if (value < 0 || value > Integer.MAX_VALUE) {
      put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      return this;
    }
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  public void endRow() {
    room(1);
    buffer[length++] = '\n';
    rowBegun = false;
    if (length >= FLUSH_AT) {
      flush();
    }
  }

  /** Ends the copy; returns how many rows the server took. */
  public long finish() {
    flush();
    try {
      return copy.endCopy();
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** Cancels what was not finished, so that the transaction can be rolled back. */
  @Override
  public void close() {
    if (copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException e) {
        throw translated(e);
      }
    }
  }

  private void separate() {
    if (rowBegun) {
      room(1);
      buffer[length++] = '\t';
    }
    rowBegun = true;
  }

  private void ascii(char c) {
    switch (c) {
      case '\\' -> escaped('\\');
      case '\t' -> escaped('t');
      case '\n' -> escaped('n');
      case '\r' -> escaped('r');
      default -> buffer[length++] = (byte) c;
    }
  }

  private void escaped(char letter) {
    buffer[length++] = '\\';
    buffer[length++] = (byte) letter;
  }

  private void other(String rest) {
    byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
    room(bytes.length);
    for (byte b : bytes) {
      if (b >= 0) {
        ascii((char) b);
      } else {
        buffer[length++] = b;
      }
    }
  }

  private void put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  /** Makes room for so many characters, each of which may have to be escaped. */
  private void room(int characters) {
    int needed = length + 2 * characters + 2;
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
    }
  }

  private void flush() {
    try {
      copy.writeToCopy(buffer, 0, length);
      length = 0;
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  private static RuntimeException translated(SQLException e) {
    var translated = new SQLExceptionSubclassTranslator().translate("copy", null, e);
    return translated != null ? translated : new org.springframework.jdbc.UncategorizedSQLException("copy", null, e);
  }
}
