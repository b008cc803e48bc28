package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Sha256;
import io.labroute.platform.ContentFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of a settled file, provided that it is still the file that settled. */
final class Claims {

  private final ContentFolder contents;
  private final long largestFile;
  private final Map<Integer, String> ownersByUid = new ConcurrentHashMap<>();

  Claims(ContentFolder contents, long largestFile) {
    this.contents = contents;
    this.largestFile = largestFile;
  }

  /** What became of a claim. */
  sealed interface Claim {

    record Taken(ClaimedFile file) implements Claim {}

    /** It changed or vanished since it settled: it has to settle anew. */
    record NotSettled(Drop drop, long ledgerId) implements Claim {}

    record Refused(ClaimedFile file, Finding finding) implements Claim {}
  }

  /**
   * Reads or copies the file.
   *
   * @throws IOException when the folder itself fails, as an unmounted share does
   */
  Claim claim(InboxFolder folder, Drop drop, long ledgerId) throws IOException {
    if (drop.stamp().size() > largestFile) {
      return refused(folder, drop, ledgerId, Finding.of("ingest.too-large", "The file is too large.")
          .value(drop.stamp().size() + " bytes").allowed("at most " + largestFile + " bytes")
          .maybe("split the file, or raise labroute.ingest.largest-file."));
    }
    try {
      if (!FileStamp.of(drop.path()).equals(drop.stamp()) || !liesBelow(folder, drop)) {
        return new Claim.NotSettled(drop, ledgerId);
      }
      SourceFile.Bytes bytes;
      String sha256;
      try (var channel = FileChannel.open(drop.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
          InputStream in = Channels.newInputStream(channel)) {
        if (drop.stamp().size() <= ContentFolder.LARGEST_IN_DATABASE) {
          byte[] array = new byte[(int) drop.stamp().size()];
          if (in.readNBytes(array, 0, array.length) < array.length) {
            return new Claim.NotSettled(drop, ledgerId);
          }
          bytes = new SourceFile.Bytes.InMemory(array);
          sha256 = Sha256.of(array);
        } else {
          sha256 = contents.keep(in);
          bytes = new SourceFile.Bytes.InFolder(contents.find(sha256));
        }
      }
      if (!FileStamp.of(drop.path()).equals(drop.stamp())) {
        return new Claim.NotSettled(drop, ledgerId);
      }
      return new Claim.Taken(claimed(folder, drop, ledgerId, bytes, sha256));
    } catch (NoSuchFileException gone) {
      return new Claim.NotSettled(drop, ledgerId);
    } catch (AccessDeniedException denied) {
      return refused(folder, drop, ledgerId, Finding.of("ingest.unreadable", "The engine may not read the file.")
          .maybe("give the engine's user the right to read it, and drop it again."));
    }
  }

  /** A folder of its own that has become a link leads elsewhere. */
  private static boolean liesBelow(InboxFolder folder, Drop drop) {
    return drop.path().getParent().equals(folder.path())
        || Files.isDirectory(drop.path().getParent(), LinkOption.NOFOLLOW_LINKS);
  }

  /** A claim on a file whose bytes were not read. */
  ClaimedFile unread(InboxFolder folder, Drop drop, long ledgerId) {
    return claimed(folder, drop, ledgerId, new SourceFile.Bytes.InMemory(new byte[0]), "");
  }

  String owner(Drop drop) {
    return ownersByUid.computeIfAbsent(drop.stamp().uid(), uid -> nameOfOwner(drop.path(), uid));
  }

  private Claim refused(InboxFolder folder, Drop drop, long ledgerId, Finding finding) {
    return new Claim.Refused(unread(folder, drop, ledgerId), finding);
  }

  private ClaimedFile claimed(
      InboxFolder folder, Drop drop, long ledgerId, SourceFile.Bytes bytes, String sha256) {
    var source = new SourceFile(ledgerId, drop.name(), folder.reading(), bytes);
    return new ClaimedFile(source, sha256, drop.stamp().size(), drop, owner(drop), null);
  }

  private static String nameOfOwner(Path path, int uid) {
    @Nullable String name;
    try {
      name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException | UnsupportedOperationException unknown) {
      name = null;
    }
    return name == null ? "uid " + uid : name;
  }
}
