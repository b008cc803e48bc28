package io.labroute.execution.doorstep;

import io.labroute.execution.device.Acknowledgement;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfile.Placing;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a device. A file is laid down under a hidden name, synced, and later gets its own name in one step that never
 * overwrites; of a hidden file that a crash has left, its {@link Mark} tells whether that step was taken.
 */
public final class Doorstep {

  private final DeviceProfile profile;
  private final Path folder;

  public Doorstep(DeviceProfile profile) {
    this.profile = profile;
    this.folder = profile.folder();
  }

  public Path folder() {
    return folder;
  }

  /**
   * Requires that the folder can be used at all, and makes it where nothing says that it has to be there.
   *
   * @throws Refusal {@code release.share-missing}, {@code release.folder-is-link}, {@code release.folder-unusable}
   */
  public void requireFolder() {
    DeviceFolder.require(folder, profile.delivery());
  }

  /**
   * Requires that nothing has the name of a file or of what will answer it.
   *
   * @throws Refusal {@code release.name-taken}, {@code release.answer-there}
   */
  public void requireFree(String name) {
    for (Path taken : new Path[] {folder.resolve(name), readyFile(name)}) {
      if (taken != null && Files.exists(taken, LinkOption.NOFOLLOW_LINKS)) {
        throw taken(taken);
      }
    }
    Path answer = answer(name);
    if (answer != null && Files.exists(answer, LinkOption.NOFOLLOW_LINKS)) {
      throw refusal("release.answer-there", "There is already what would say that the worklist was picked up.", answer.toString(), null,
          "it answers an earlier worklist of this name: move it away.");
    }
  }

  static Refusal taken(Path path) {
    return refusal("release.name-taken", "There is already a file of this name; it is never overwritten.", path.toString(), null,
        "the device has not taken the last worklist, or another program writes here.");
  }

  /**
   * Writes a file under a hidden name and makes it durable.
   *
   * @throws Refusal {@code release.not-written}; then nothing is left of it
   */
  public Mark lay(String hidden, byte[] bytes) {
    Path file = folder.resolve(hidden);
    try {
      Files.deleteIfExists(file);
      try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        Rights.set(file, profile.delivery());
        channel.force(true);
      }
      AtomicFiles.syncFolder(folder);
      return Mark.of(file);
    } catch (IOException | RuntimeException e) {
      discard(hidden);
      throw e instanceof Refusal refusal ? refusal : refusal("release.not-written",
          "The worklist cannot be written into the device's folder: " + e.getMessage(), folder.toString(), null,
          "the disk is full or was taken away.");
    }
  }

  /**
   * Gives a hidden file its name. What lies beside a worklist comes first, what tells of it last.
   *
   * @param companions other files to be written, such as the manifest
   * @throws Refusal when it did not come to its name for sure; what was written is cleared away then, but for the hidden file
   * @throws IOException when nobody knows whether it has come to its name
   */
  public void place(String hidden, Mark mark, String name, Map<Path, byte[]> companions) throws IOException {
    mark.awaitNextTick();
    try {
      for (var companion : companions.entrySet()) {
        Files.createDirectories(companion.getKey().toAbsolutePath().getParent());
        AtomicFiles.write(companion.getKey(), companion.getValue(), "release");
      }
      NamingStep.take(folder.resolve(hidden), folder.resolve(name), profile.delivery().placing());
    } catch (Refusal refused) {
      throw withoutCompanions(refused, companions);
    } catch (IOException e) {
      if (isThere(name)) {
        throw e;
      }
      throw withoutCompanions(refusal("release.not-written", "The worklist cannot be placed in the device's folder: " + e,
          folder.resolve(name).toString(), null, null), companions);
    }
    complete(hidden, name);
  }

  private Refusal withoutCompanions(Refusal refusal, Map<Path, byte[]> companions) throws IOException {
    for (Path companion : companions.keySet()) {
      Files.deleteIfExists(companion);
    }
    return refusal;
  }

  /** What follows the step that gives the name; may be repeated. */
  public void complete(String hidden, String name) throws IOException {
    Path ready = readyFile(name);
    if (ready != null && isThere(name) && !Files.exists(ready, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(ready);
    }
    Files.deleteIfExists(folder.resolve(hidden));
    AtomicFiles.syncFolder(folder);
  }

  /** Whether a file that lies hidden after a crash has surely never had its name. */
  public boolean wasNeverPlaced(String hidden, Mark mark, String sha256) throws IOException {
    Path file = folder.resolve(hidden);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    boolean untouched = profile.delivery().placing() == Placing.RENAME || mark.isUntouched(file);
    return untouched && Sha256.of(file).equals(sha256);
  }

  /** Whether a file lies on the doorstep. */
  public boolean isThere(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a file lies there and is what was placed. */
  public boolean holds(String name, String sha256) {
    Path file = folder.resolve(name);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Sha256.of(file).equals(sha256);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Whether the folder can be looked into: what cannot be seen is not gone. */
  public boolean isVisible() {
    String marker = profile.delivery().marker();
    return Files.isDirectory(folder) && (marker == null || Files.exists(folder.resolve(marker), LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether the profile's acknowledgement says that a file that was placed has been picked up. */
  public boolean isAcknowledged(String name) {
    Acknowledgement by = profile.acknowledgement().by();
    if (by instanceof Acknowledgement.Deleted) {
      return !isThere(name);
    }
    Path answer = answer(name);
    return answer != null ? Files.exists(answer, LinkOption.NOFOLLOW_LINKS)
        : by instanceof Acknowledgement.Locked && isLocked(folder.resolve(name));
  }

  private @Nullable Path answer(String name) {
    Acknowledgement by = profile.acknowledgement().by();
    return by instanceof Acknowledgement.Moved moved ? moved.folder().resolve(name)
        : by instanceof Acknowledgement.Renamed renamed ? folder.resolve(name + renamed.suffix())
        : by instanceof Acknowledgement.Answered answered ? folder.resolve(name + answered.suffix()) : null;
  }

  private static boolean isLocked(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        var lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException ourselves) {
      return true;
    } catch (IOException goneOrNotReadable) {
      return false;
    }
  }

  /**
   * Takes a file back, so that no device sees it any more.
   *
   * @return false when it is not there: a device has it, or it is gone
   * @throws Refusal {@code worklist.in-use} when a device has opened it, {@code worklist.replaced} when it is another file
   */
  public boolean takeBack(String name, String hidden, String sha256) throws IOException {
    Path target = folder.resolve(name);
    Path aside = folder.resolve(hidden);
    if (isLocked(target)) {
      throw refusal("worklist.in-use", "A program has the worklist open.", target.toString(), null, null);
    }
    Path ready = readyFile(name);
    if (ready != null) {
      Files.deleteIfExists(ready);
    }
    try {
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException taken) {
      return Files.exists(aside, LinkOption.NOFOLLOW_LINKS);
    }
    if (isLocked(aside) || !Sha256.of(aside).equals(sha256)) {
      boolean locked = isLocked(aside);
      AtomicFiles.moveToFreeName(aside, target);
      throw refusal(locked ? "worklist.in-use" : "worklist.replaced",
          locked ? "A program has the worklist open." : "The file is not the worklist any more: somebody has replaced it.",
          target.toString(), null, null);
    }
    AtomicFiles.syncFolder(folder);
    return true;
  }

  /** Deletes a hidden file, if it is there. */
  public void discard(String hidden) {
    try {
      Files.deleteIfExists(folder.resolve(hidden));
    } catch (IOException laterSwept) {
      // Hidden files without a worklist are swept at the next look.
    }
  }

  /** Hidden files that lie in the folder, with the worklists that they belong to. */
  public Map<String, UUID> hiddenFiles() throws IOException {
    var found = new HashMap<String, UUID>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, ".labroute-*")) {
        for (Path file : files) {
          UUID worklist = HiddenFile.worklist(file.getFileName().toString());
          if (worklist != null) {
            found.put(file.getFileName().toString(), worklist);
          }
        }
      }
      AtomicFiles.deleteLeftovers(folder, "release");
    }
    return found;
  }

  private @Nullable Path readyFile(String name) {
    String suffix = profile.delivery().readySuffix();
    return suffix == null ? null : folder.resolve(name + suffix);
  }

  static Refusal refusal(String code, String what, @Nullable String value, @Nullable String allowed, @Nullable String maybe) {
    return Finding.of(code, what).value(value).allowed(allowed).maybe(maybe).refusal();
  }
}
