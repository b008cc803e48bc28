package io.labroute.execution.doorstep;

import io.labroute.execution.device.DeviceProfile.Delivery;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Whose a file is and who may read it. */
final class Rights {

  private Rights() {}

  static void set(Path file, Delivery delivery) throws IOException {
    if (delivery.mode() == null && delivery.owner() == null && delivery.group() == null) {
      return;
    }
    var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (rights == null) {
      throw Finding.of("release.rights", "The file system of the device's folder knows no owners and permissions.")
          .maybe("mode, owner and group are to be left out of the device's profile.").refusal();
    }
    try {
      var people = file.getFileSystem().getUserPrincipalLookupService();
      if (delivery.mode() != null) {
        rights.setPermissions(PosixFilePermissions.fromString(delivery.mode()));
      }
      if (delivery.group() != null) {
        rights.setGroup(people.lookupPrincipalByGroupName(delivery.group()));
      }
      if (delivery.owner() != null) {
        rights.setOwner(people.lookupPrincipalByName(delivery.owner()));
      }
    } catch (IOException refused) {
      throw Finding.of("release.rights", "The worklist cannot be given its owner or permissions: " + refused)
          .maybe("there is no such user or group here, or only an administrator may give files away.").refusal();
    }
  }
}
