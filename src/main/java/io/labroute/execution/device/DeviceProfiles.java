package io.labroute.execution.device;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import io.labroute.worklist.table.TableProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentReferenceHashMap;

/** The profiles of the lab's devices, one file each, read anew whenever one is asked for. */
@Component
@EnableConfigurationProperties(WorklistProperties.class)
public class DeviceProfiles {

  private static final String ENDING = ".yaml";
  private static final int LARGEST = 100_000;

  /** What a profile is made of. */
  private record Written(String device, String text, FileTime tables) {}

  /** Each worklist on its way is looked at twice a second, by the profile that it was ordered with. */
  private final Map<Written, DeviceProfile> known = new ConcurrentReferenceHashMap<>();
  private final WorklistProperties settings;
  private final LabNature lab;

  DeviceProfiles(WorklistProperties settings, LabNature lab) {
    this.settings = settings;
    this.lab = lab;
  }

  /** The devices that have a profile. */
  public List<String> devices() {
    return List.copyOf(files().keySet());
  }

  /**
   * The profile of a device.
   *
   * @throws Refusal {@code device-profile.missing}, or what is wrong with it, with line and column
   */
  public DeviceProfile get(String device) {
    var files = files();
    Path file = files.get(device);
    if (file == null) {
      throw Finding.of("device-profile.missing", "There is no profile of this device, which says where its worklists go and how it"
              + " wants them.").value(device).allowed(files.isEmpty() ? null : String.join(", ", files.keySet()))
          .maybe("%s is still to be written; take one beside it as an example.".formatted(settings.profiles().resolve(device + ENDING)))
          .refusal();
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw Finding.of("device-profile.too-large", "The profile is too large.").value(file.toString()).refusal();
      }
      return read(device, Files.readString(file));
    } catch (Refusal refusal) {
      throw refusal.finding().maybe(file + " is to be put right. " + (refusal.finding().maybe() == null ? "" : refusal.finding().maybe()))
          .refusal();
    } catch (IOException unreadable) {
      throw Finding.of("device-profile.unreadable", "The profile cannot be read: " + unreadable).value(file.toString()).refusal();
    }
  }

  /** The profile of a text that was read before. */
  public DeviceProfile read(String device, String text) {
    try {
      var written = new Written(device, text, Files.getLastModifiedTime(TableProfiles.FILE));
      DeviceProfile before = known.get(written);
      if (before == null) {
        before = new DeviceProfileReader(TableProfiles.read(TableProfiles.FILE), settings.folder()).read(device, text);
        requireApart(before);
        known.put(written, before);
      }
      return before;
    } catch (IOException unreadable) {
      throw Finding.of("device-profile.unreadable", "The tables cannot be read: " + unreadable).value(TableProfiles.FILE.toString())
          .refusal();
    }
  }

  /** What a simulated lab releases must never come to a real device. */
  private void requireApart(DeviceProfile profile) {
    Path simulated = settings.folder().toAbsolutePath().normalize();
    if (lab.isSimulated() && !profile.folder().toAbsolutePath().normalize().startsWith(simulated)) {
      throw Finding.of("device-profile.real-folder", "A simulated lab releases nothing to a folder that may be a real device's.")
          .value(profile.folder().toString()).allowed("a folder below " + simulated)
          .maybe("leave out folder: in the profile.").refusal();
    }
  }

  /** By what they are called, so that no name of a device ever becomes a path. */
  private TreeMap<String, Path> files() {
    var found = new TreeMap<String, Path>();
    if (!Files.isDirectory(settings.profiles())) {
      return found;
    }
    try (var files = Files.newDirectoryStream(settings.profiles(), "*" + ENDING)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && Files.isRegularFile(file)) {
          found.put(name.substring(0, name.length() - ENDING.length()), file);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
