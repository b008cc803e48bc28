package io.labroute.platform.backup;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import io.labroute.platform.ContentFolder;
import io.labroute.platform.EngineProperties;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.stereotype.Component;

/** Makes archives: all rows as they were at one moment, and all originals. The engine may go on working meanwhile. */
@Component
public class Backup {

  static final String MANIFEST = "manifest.json";
  static final String MANIFEST_HASH = "manifest.sha256";

  private final DataSource database;
  private final ContentFolder contents;
  private final LargeOriginals large;
  private final Clock clock;

  Backup(DataSource database, EngineProperties engine, LargeOriginals large, Clock clock) {
    this.database = database;
    this.contents = new ContentFolder(engine.contents(), "backup");
    this.large = large;
    this.clock = clock;
  }

  /**
   * Writes an archive. Originals that are missing or damaged do not keep the rows from being saved; the manifest names them.
   *
   * @throws Refusal when the database is not the engine's
   */
  public Manifest write(OutputStream out) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return write(connection, out);
      } finally {
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setReadOnly(false);
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("backup", null, e);
    }
  }

  /** Writes an archive as a file that must not exist yet, and syncs it. */
  public Manifest write(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
      Manifest manifest = write(out);
      out.flush();
      channel.force(true);
      return manifest;
    }
  }

  /**
   * Reads an archive to its end and compares it with its manifest.
   *
   * @throws Refusal when it is damaged
   */
  public static Manifest check(Path file) throws IOException {
    try (Archive archive = Archive.open(file)) {
      return archive.manifest();
    }
  }

  private Manifest write(Connection connection, OutputStream out) throws SQLException, IOException {
    var snapshot = new SnapshotRepository(connection);
    String schemaVersion = snapshot.lastMigration(SchemaVersions.HISTORY);
    if (schemaVersion == null) {
      throw Finding.of("backup.no-engine", "The database holds nothing of the engine.")
          .maybe("spring.datasource.url names another database than the engine uses.").refusal();
    }
    var zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    var tables = new ArrayList<Manifest.Table>();
    for (var table : snapshot.tables().entrySet()) {
      String entry = "tables/%04d.copy".formatted(tables.size() + 1);
      zip.putNextEntry(new ZipEntry(entry));
      var counted = new Counted(zip);
      long rows = snapshot.copyOut(table.getKey(), table.getValue(), counted);
      zip.closeEntry();
      tables.add(new Manifest.Table(table.getKey(), table.getValue(), entry, rows, counted.bytes, counted.sha256()));
    }
    // Originals are written before the rows that name them, and are never changed: all that the snapshot names are there.
    var originals = new ArrayList<Manifest.Original>();
    var missing = new ArrayList<String>();
    for (String sha256 : large.hashes(connection)) {
      Optional<Path> file = contents.lookUp(sha256);
      if (file.isPresent()) {
        originals.add(original(zip, sha256, file.get()));
      } else {
        missing.add(sha256);
      }
    }
    var manifest = new Manifest(Manifest.FORMAT, Backup.class.getPackage().getImplementationVersion(), clock.instant(),
        snapshot.serverVersion(), schemaVersion, snapshot.lastMigration(SchemaVersions.SITE_HISTORY), List.copyOf(tables),
        List.copyOf(originals), List.copyOf(missing), snapshot.sequences());
    byte[] text = manifest.text();
    put(zip, MANIFEST, text);
    put(zip, MANIFEST_HASH, Sha256.of(text).getBytes(StandardCharsets.US_ASCII));
    zip.finish();
    zip.flush();
    return manifest;
  }

  private static Manifest.Original original(ZipOutputStream zip, String sha256, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(Manifest.Original.entryOf(sha256)));
    var counted = new Counted(zip);
    Files.copy(file, counted);
    zip.closeEntry();
    return new Manifest.Original(sha256, counted.sha256(), counted.bytes);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Counts and fingerprints what goes through; closing it does not close what lies below. */
  private static final class Counted extends FilterOutputStream {

    private final DigestOutputStream digested;
    private long bytes;

    private Counted(OutputStream out) {
      super(out);
      this.digested = new DigestOutputStream(out, Sha256.digest());
    }

    @Override
    public void write(int b) throws IOException {
      digested.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
      digested.write(array, offset, length);
      bytes += length;
    }

    @Override
    public void close() {
      try {
        flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String sha256() {
      return Sha256.hex(digested.getMessageDigest());
    }
  }
}
