package io.labroute.platform.backup;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Archives in a folder, each named after its moment; the newest are kept. */
@Component("backups")
public class BackupFolder {

  private static final Logger log = LoggerFactory.getLogger(BackupFolder.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'labroute-'yyyyMMdd'T'HHmmss'Z.zip'").withZone(ZoneOffset.UTC);
  private static final String WRITER = "nightly-backup";

  private final Backup backup;
  private final Clock clock;

  BackupFolder(Backup backup, Clock clock) {
    this.backup = backup;
    this.clock = clock;
  }

  /**
   * Makes an archive, reads it back, and only then deletes older ones.
   *
   * @param folder is made when it is missing
   * @param keep how many archives stay, this one included; at least 1
   */
  public void make(String folder, int keep) throws IOException {
    if (keep < 1) {
      throw Finding.of("backup.keep", "At least one archive has to be kept.").value(String.valueOf(keep)).allowed("1 or more")
          .refusal();
    }
    Path target = Files.createDirectories(Path.of(folder)).resolve(NAME.format(clock.instant()));
    AtomicFiles.deleteLeftovers(target.getParent(), WRITER);
    Path temp = AtomicFiles.temporaryBeside(target, WRITER);
    try {
      backup.write(temp);
      Manifest manifest = Backup.check(temp);
      AtomicFiles.moveToFreeName(temp, target);
      AtomicFiles.syncFolder(target.getParent());
      log.info("backed up {} rows and {} large originals: {}", manifest.rows(), manifest.intactOriginals(), target);
      if (!manifest.lost().isEmpty()) {
        log.warn("{} lacks large originals that are missing or damaged: {}", target, String.join(", ", manifest.lost()));
      }
    } finally {
      Files.deleteIfExists(temp);
    }
    deleteAllBut(target.getParent(), keep);
  }

  private static void deleteAllBut(Path folder, int keep) throws IOException {
    List<Path> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives = files.filter(file -> file.getFileName().toString().matches("labroute-\\d{8}T\\d{6}Z\\.zip"))
          .sorted(Comparator.comparing(Path::getFileName).reversed()).toList();
    }
    for (Path old : archives.subList(Math.min(keep, archives.size()), archives.size())) {
      Files.delete(old);
      log.info("the archive {} was deleted: {} newer ones are there", old, keep);
    }
  }
}
