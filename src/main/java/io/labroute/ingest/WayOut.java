package io.labroute.ingest;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The way out of an inbox folder, which leads through a hidden folder in it. Another file may take a name between a look at
 * it and its removal; one that was renamed first cannot be mistaken any more, and one that was caught by mistake goes back.
 */
record WayOut(EngineId engine) {

  private static final String PASSAGE = ".leaving";

  /**
   * Takes a drop out of the inbox.
   *
   * @return where it is now
   * @throws NoSuchFileException when it has left already, or another file has its name now
   */
  Path take(InboxFolder folder, long ledgerId, Drop drop) throws IOException {
    require(drop.path(), drop);
    Path passage = folder.path().resolve(PASSAGE);
    if (!Files.isDirectory(passage)) {
      Files.createDirectories(passage);
    }
    Path taken = passage.resolve(ledgerId + "." + engine.text());
    Files.move(drop.path(), taken, StandardCopyOption.ATOMIC_MOVE);
    try {
      require(taken, drop);
    } catch (NoSuchFileException another) {
      putBack(taken, drop.path());
      throw another;
    }
    return taken;
  }

  /** What is on its way; of an engine that was killed, it stays there. */
  static List<Path> taken(InboxFolder folder) throws IOException {
    Path passage = folder.path().resolve(PASSAGE);
    if (!Files.isDirectory(passage)) {
      return List.of();
    }
    try (var files = Files.list(passage)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d{1,18}\\..*")).toList();
    }
  }

  static long ledgerId(Path taken) {
    String name = taken.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  /** Gives a file its name back, or one like it if the name has been taken again. */
  static void putBack(Path taken, Path original) throws IOException {
    Files.createDirectories(original.getParent());
    Path target = original;
    for (int n = 2;; n++) {
      try {
        AtomicFiles.moveToFreeName(taken, target);
        return;
      } catch (FileAlreadyExistsException again) {
        target = original.resolveSibling(SafeFileName.numbered(original.getFileName().toString(), n));
      }
    }
  }

  private static void require(Path path, Drop drop) throws IOException {
    if (!FileStamp.of(path).isDrop(drop.stamp().inode(), drop.stamp().modifiedNanos())) {
      throw new NoSuchFileException(path.toString(), null, "another file has its name now");
    }
  }
}
