package io.labroute.execution.doorstep;

import io.labroute.execution.device.DeviceProfile.Placing;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The one step that shows a file to its device: it never overwrites, and is taken or not. */
final class NamingStep {

  private NamingStep() {}

  /**
   * Gives a hidden file its name.
   *
   * @throws Refusal when it did not get it, for a reason that a person can do something about
   */
  static void take(Path hidden, Path target, Placing placing) throws IOException {
    if (placing == Placing.RENAME) {
      rename(hidden, target);
      return;
    }
    try {
      Files.createLink(target, hidden);
    } catch (FileAlreadyExistsException taken) {
      if (!isSame(hidden, target)) {
        throw Doorstep.taken(target);
      }
    } catch (UnsupportedOperationException | IOException noLinks) {
      if (Mark.of(hidden).isLinked()) {
        return;
      }
      if (hasNoLinks(noLinks)) {
        throw Doorstep.refusal("release.no-hard-links", "The file system of the device's folder cannot give a file a second name.",
            String.valueOf(target.getParent()), null,
            "it is a share without hard links: set placing: rename in the device's profile, and let nobody else write such names there.");
      }
      throw Doorstep.refusal("release.not-written", "The worklist cannot be placed in the device's folder: " + noLinks,
          target.toString(), null, null);
    }
  }

  private static boolean hasNoLinks(Exception failure) {
    return failure instanceof UnsupportedOperationException || failure instanceof FileSystemException it && it.getReason() != null
        && it.getReason().matches("Operation not (permitted|supported)|Function not implemented");
  }

  private static void rename(Path hidden, Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw Doorstep.taken(target);
    }
    try {
      Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw Doorstep.refusal("release.no-atomic-move", "The file system of the device's folder cannot rename a file in one step.",
          target.toString(), null, "another folder, on a disk of the device's computer, can.");
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(one, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(other) && Files.isSameFile(one, other);
  }
}
