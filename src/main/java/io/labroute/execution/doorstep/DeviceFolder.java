package io.labroute.execution.doorstep;

import io.labroute.execution.device.DeviceProfile.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether a device's folder is what its profile says, and can be written into. */
final class DeviceFolder {

  private DeviceFolder() {}

  static void require(Path folder, Delivery delivery) {
    try {
      if (delivery.marker() == null) {
        requireNoLink(folder, delivery);
        Files.createDirectories(folder);
      } else if (!Files.exists(folder.resolve(delivery.marker()), LinkOption.NOFOLLOW_LINKS)) {
        throw Doorstep.refusal("release.share-missing", "The share is not mounted: its marker file is not there.",
            folder.resolve(delivery.marker()).toString(), null, "the share is mounted again soon: the worklist can be released then.");
      }
      requireNoLink(folder, delivery);
    } catch (IOException e) {
      throw Doorstep.refusal("release.folder-unusable", "The device's folder cannot be used: " + e, folder.toString(), "a folder",
          "something else has its name, or the file system is mounted read-only.");
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw Doorstep.refusal("release.folder-unusable", "The engine may not write into the device's folder.", folder.toString(), null,
          "it belongs to another user, or its file system is mounted read-only.");
    }
  }

  /** Links above the engine's own folder are the machine's affair; below it, and of a folder elsewhere, nobody expects one. */
  private static void requireNoLink(Path folder, Delivery delivery) throws IOException {
    Path there = folder.toAbsolutePath().normalize();
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    Path engine = Path.of("").toAbsolutePath();
    boolean linked = there != null && (there.startsWith(engine)
        ? !there.toRealPath().equals(engine.toRealPath().resolve(engine.relativize(there))) : Files.isSymbolicLink(there));
    if (linked && !delivery.followLinks()) {
      throw Doorstep.refusal("release.folder-is-link", "The device's folder is reached over a symbolic link.", folder.toString(),
          there.toRealPath().toString(), "the link is meant: give that folder itself, or set follow-links: true in the device's profile.");
    }
  }
}
