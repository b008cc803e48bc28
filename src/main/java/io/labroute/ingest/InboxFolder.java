package io.labroute.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A folder that files of one kind are dropped into.
 *
 * @param kind name of the kind
 * @param settle how long a file must stand unchanged before it is taken
 * @param marker name of a file that is there only while the folder's share is mounted; null for a local folder
 * @param names which names are taken; null for all
 */
public record InboxFolder(String kind, Path path, Duration settle, Reading reading, @Nullable String marker,
    @Nullable PathMatcher names) {

  /** Makes the folder and its shelves, unless they lie on a share, where a missing folder means an unmounted one. */
  public void prepare() throws IOException {
    if (marker != null && !isMounted()) {
      return;
    }
    for (Shelf shelf : Shelf.values()) {
      Files.createDirectories(path.resolve(shelf.folder()));
    }
  }

  /** Whether the folder is really there: it exists and, on a share, so does its marker. */
  public boolean isMounted() {
    return Files.isDirectory(path)
        && (marker == null || Files.isRegularFile(path.resolve(marker), LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether a file of this name is meant for this folder's route. */
  public boolean takes(String name) {
    return names == null || names.matches(Path.of(name));
  }

  /** Whether a name is of a kind that writers and editors use for what is not finished, so that it waits. */
  public boolean waits(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.startsWith(".") || name.startsWith("~$") || name.endsWith("~") || name.equals(marker)
        || lower.endsWith(".part") || lower.endsWith(".tmp") || lower.endsWith(".filepart")
        || lower.endsWith(".crdownload") || lower.endsWith(".swp") || lower.endsWith(".camellock");
  }
}
