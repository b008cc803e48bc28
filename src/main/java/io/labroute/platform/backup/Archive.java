package io.labroute.platform.backup;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** An archive that was checked as a whole before anything of it is used. */
final class Archive implements AutoCloseable {

  private static final int LARGEST_MANIFEST = 64 << 20;

  private final ZipFile zip;
  private final Manifest manifest;

  private Archive(ZipFile zip, Manifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens an archive and compares all of it with its manifest.
   *
   * @throws Refusal when anything is missing, damaged, added, or of a format that this release does not know
   */
  static Archive open(Path file) throws IOException {
    ZipFile zip = zip(file);
    try {
      var archive = new Archive(zip, manifest(zip));
      archive.check();
      return archive;
    } catch (IOException broken) {
      zip.close();
      throw damaged("a part of it cannot be unpacked (" + broken.getMessage() + ")", null);
    } catch (RuntimeException refused) {
      zip.close();
      throw refused;
    }
  }

  private static ZipFile zip(Path file) {
    try {
      return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (IOException noZip) {
      throw damaged("it is no archive or was cut off (" + noZip.getMessage() + ")", file.toString());
    }
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    byte[] text = small(zip, Backup.MANIFEST);
    byte[] hash = small(zip, Backup.MANIFEST_HASH);
    if (!Sha256.of(text).equals(new String(hash, StandardCharsets.US_ASCII))) {
      throw damaged("its manifest was changed", Backup.MANIFEST);
    }
    int format = Manifest.formatOf(text);
    if (format != Manifest.FORMAT) {
      throw Finding.of("backup.format", "The archive has a format that this release does not know.")
          .value(String.valueOf(format)).allowed(String.valueOf(Manifest.FORMAT))
          .maybe("it was made by a newer release: restore it with that one.").refusal();
    }
    return Manifest.parse(text);
  }

  private static byte[] small(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged("a part is missing", name);
    }
    try (var in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(LARGEST_MANIFEST + 1);
      if (bytes.length > LARGEST_MANIFEST) {
        throw damaged("a part is too large", name);
      }
      return bytes;
    }
  }

  Manifest manifest() {
    return manifest;
  }

  InputStream open(String entry) throws IOException {
    return zip.getInputStream(zip.getEntry(entry));
  }

  private void check() throws IOException {
    Set<String> known = new HashSet<>(Set.of(Backup.MANIFEST, Backup.MANIFEST_HASH));
    for (var table : manifest.tables()) {
      known.add(table.entry());
      check(table.entry(), table.bytes(), table.sha256(), table.rows());
    }
    for (var original : manifest.originals()) {
      known.add(original.entry());
      check(original.entry(), original.bytes(), original.found(), null);
    }
    for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
      String name = entries.nextElement().getName();
      if (!known.contains(name)) {
        throw damaged("a part was added", name);
      }
    }
    if (zip.size() != known.size()) {
      throw damaged("a part is there twice", null);
    }
  }

  /** In COPY's text format, a line break within a value is escaped: as many rows, as many lines. */
  private void check(String name, long bytes, String sha256, @Nullable Long rows) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw damaged("a part is missing", name);
    }
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    long read = 0;
    long lines = 0;
    try (var in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        read += n;
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        if (read > bytes) {
          break;
        }
      }
    }
    if (read != bytes || !Sha256.hex(digest).equals(sha256) || rows != null && rows != lines) {
      throw damaged("a part is not as it was written", name);
    }
  }

  private static Refusal damaged(String why, @Nullable String what) {
    return Finding.of("backup.damaged", "The archive is damaged: %s. Nothing was restored.".formatted(why)).value(what)
        .maybe("it was not copied to its end: compare its size with that of the original, or take an older backup.").refusal();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
