package io.labroute.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/** The password of the embedded database: the one that was set, or else one made up and kept in the data folder. */
record DatabasePassword(String text) {

  private static final int RANDOM_BYTES = 24;

  static DatabasePassword of(Path data, @Nullable String set) throws IOException {
    if (set != null && !set.isBlank()) {
      return new DatabasePassword(set);
    }
    Path file = file(data);
    String kept = Files.exists(file) ? Files.readString(file).strip() : "";
    return new DatabasePassword(kept.isEmpty() ? makeUp(file) : kept);
  }

  /** Where a password that was not set is kept, readable by the engine's user only. */
  static Path file(Path data) {
    return data.resolve("database-password");
  }

  /** What the server keeps; it tells the password to nobody, so it may be passed to programs. */
  String verifier() {
    return PasswordUtil.encodeScramSha256(text.toCharArray());
  }

  @Override
  public String toString() {
    return "DatabasePassword[…]";
  }

  private static String makeUp(Path file) throws IOException {
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    String text = Base64.getUrlEncoder().encodeToString(bytes);
    Files.deleteIfExists(file);
    try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    return text;
  }
}
