package io.labroute.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes beside a rejected or partly loaded file what was wrong with it, for people, for programs, and to be mended. */
@Component
class Sidecars {

  private static final int MOST_TOLD = 1_000;

  private final FileRepository files;
  private final ObjectMapper json;
  private final EngineId engine;

  Sidecars(FileRepository files, ObjectMapper json, EngineId engine) {
    this.files = files;
    this.json = json;
    this.engine = engine;
  }

  /** Writes all that belongs beside the file of a ledger row, onto the shelf of rejects. */
  void write(InboxFolder folder, Kind<?> kind, long ledgerId) throws IOException {
    FileRecord file = files.find(ledgerId).orElseThrow();
    List<FileRepository.Reject> rejects = files.allRejects(ledgerId);
    if (rejects.isEmpty()) {
      return;
    }
    Path original = folder.path().resolve(Shelf.REJECTED.folder()).resolve(file.name());
    Files.createDirectories(original.getParent());
    write(original, file, ".error.json", json.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree(file, rejects)));
    write(original, file, ".error.txt", text(file, rejects).getBytes(StandardCharsets.UTF_8));
    var layout = kind.policy().table();
    if (layout != null && file.recordsRejected() > 0) {
      var content = files.content(file).orElseThrow();
      Path temp = AtomicFiles.temporaryBeside(original, engine.text());
      try {
        RejectsCsv.write(content, file, layout, rejects, temp);
        Path usual = beside(original, ".rejects.csv");
        if (!Files.isRegularFile(usual) || Files.mismatch(usual, temp) >= 0) {
          AtomicFiles.moveToFreeName(temp, freeName(original, file, ".rejects.csv"));
        }
      } finally {
        Files.deleteIfExists(temp);
      }
    }
  }

  private static Object tree(FileRecord file, List<FileRepository.Reject> rejects) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("file", file.name());
    tree.put("kind", file.kind());
    tree.put("ledger_id", file.id());
    tree.put("state", file.state());
    tree.put("records_in", file.recordsIn());
    tree.put("records_rejected", file.recordsRejected());
    tree.put("rejects", rejects.stream().limit(MOST_TOLD).toList());
    return tree;
  }

  private static String text(FileRecord file, List<FileRepository.Reject> rejects) {
    var text = new StringBuilder("%s (%s, file %d of the ledger) is %s.%n".formatted(
        SafeFileName.printable(file.name()), file.kind(), file.id(),
        file.recordsLoaded() + file.recordsUnchanged() > 0
            ? "stored but for %d of its %d records".formatted(file.recordsRejected(), file.recordsIn()) : "rejected"));
    rejects.stream().limit(MOST_TOLD).forEach(reject -> text.append(System.lineSeparator())
        .append(reject.finding().text()).append(System.lineSeparator()));
    if (rejects.size() > MOST_TOLD) {
      text.append("%n… and %d more; see /api/files/%d/rejects%n".formatted(rejects.size() - MOST_TOLD, file.id()));
    }
    return text.toString();
  }

  private void write(Path original, FileRecord file, String ending, byte[] bytes) throws IOException {
    Path usual = beside(original, ending);
    boolean isThere = Files.isRegularFile(usual) && Files.size(usual) == bytes.length
        && Arrays.equals(Files.readAllBytes(usual), bytes);
    if (!isThere) {
      AtomicFiles.write(freeName(original, file, ending), bytes, engine.text());
    }
  }

  /** The usual name, or, if an earlier file has it, one with the ledger's number, which is this file's own. */
  private static Path freeName(Path original, FileRecord file, String ending) throws IOException {
    Path usual = beside(original, ending);
    if (!Files.exists(usual)) {
      return usual;
    }
    Path numbered = beside(original.resolveSibling(SafeFileName.numbered(original.getFileName().toString(), file.id())), ending);
    Files.deleteIfExists(numbered);
    return numbered;
  }

  private static Path beside(Path original, String ending) {
    return original.resolveSibling(SafeFileName.withEnding(original.getFileName().toString(), ending));
  }
}
