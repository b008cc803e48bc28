package io.labroute.web;

import io.labroute.ingest.DryRun;
import io.labroute.ingest.FileComparison;
import io.labroute.ingest.FileRecord;
import io.labroute.ingest.FileRepository;
import io.labroute.ingest.FileState;
import io.labroute.ingest.InboxSurvey;
import io.labroute.ingest.Kinds;
import io.labroute.ingest.Replay;
import io.labroute.ingest.format.LeafDifference;
import io.labroute.lab.Finding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Files", description = "What was dropped, and how it ended")
class FilesController {

  private static final int LARGEST_CHECKED = 64 << 20;

  private final FileRepository files;
  private final Replay replay;
  private final FileComparison comparison;
  private final InboxSurvey inbox;
  private final Kinds kinds;
  private final DryRun dryRun;

  FilesController(FileRepository files, Replay replay, FileComparison comparison, InboxSurvey inbox, Kinds kinds,
      DryRun dryRun) {
    this.files = files;
    this.replay = replay;
    this.comparison = comparison;
    this.inbox = inbox;
    this.kinds = kinds;
    this.dryRun = dryRun;
  }

  @GetMapping("/files")
  @Operation(summary = "Files, the newest first", description = "Continue with before = the last id of an answer.")
  List<FileRecord> files(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "100") int limit) {
    return files.find(state == null ? null : stateOf(state), kind, before, limit);
  }

  @GetMapping("/files/{id}")
  @Operation(summary = "One file: its counts, provenance and end")
  FileRecord file(@PathVariable long id) {
    return files.find(id).orElseThrow(() -> new Missing("There is no such file.", id));
  }

  @GetMapping("/files/{id}/rejects")
  @Operation(summary = "What of a file was not stored, and why")
  List<FileRepository.Reject> rejects(@PathVariable long id, @RequestParam(defaultValue = "1000") int limit) {
    return files.rejects(file(id).id(), limit);
  }

  @GetMapping("/files/{id}/warnings")
  @Operation(summary = "What of a file was stored although it looks doubtful")
  List<FileRepository.Warning> warnings(@PathVariable long id) {
    return files.warnings(file(id).id(), null, FileRepository.MOST_ROWS);
  }

  @GetMapping("/files/{id}/content")
  @Operation(summary = "The original bytes of a file")
  ResponseEntity<Resource> content(@PathVariable long id) throws IOException {
    FileRecord file = file(id);
    var bytes = files.content(file).orElseThrow(() -> new Missing("The file was never read, so it has no original.", id));
    var disposition = ContentDisposition.attachment().filename(file.name(), StandardCharsets.UTF_8).build();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
        .header("X-Content-Type-Options", "nosniff")
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .body(new InputStreamResource(bytes.open()));
  }

  @GetMapping("/files/{id}/compare/{other}")
  @Operation(summary = "Leaf by leaf, how another file of the same kind differs from this one")
  List<LeafDifference> compare(@PathVariable long id, @PathVariable long other) {
    return comparison.compare(file(id), file(other));
  }

  @PostMapping("/files/{id}/replay")
  @Operation(summary = "Load the kept original once more",
      description = "Makes the content of an earlier file current again, or tries a rejected one again.")
  FileRecord replay(@PathVariable long id) {
    return replay.replay(file(id), Caller.NAME);
  }

  /** What a kind of file promises. */
  record KindDescription(String name, boolean statesThePresent, @Nullable List<String> columns, String rejects) {}

  @GetMapping("/kinds")
  @Operation(summary = "The kinds of file there are, and what one bad record rejects")
  List<KindDescription> kinds() {
    return kinds.all().stream().map(kind -> new KindDescription(kind.name(), kind.policy().statesThePresent(),
        kind.policy().table() == null ? null : kind.policy().table().columns(), kind.policy().rejects())).toList();
  }

  @PostMapping(value = "/kinds/{kind}/check", consumes = MediaType.ALL_VALUE)
  @Operation(summary = "What would happen to a file if it were dropped now", description = "Nothing is stored.")
  DryRun.Outlook check(@PathVariable String kind, @RequestParam(defaultValue = "unnamed") String name, HttpServletRequest request)
      throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(LARGEST_CHECKED + 1);
    if (bytes.length > LARGEST_CHECKED) {
      throw Finding.of("file.too-large-to-check", "The file is too large to be tried.")
          .allowed("at most " + LARGEST_CHECKED + " bytes").refusal();
    }
    return dryRun.of(kind, name, bytes, Caller.NAME);
  }

  @GetMapping("/data-quality")
  @Operation(summary = "Doubtful data of all files, the newest first")
  List<FileRepository.Warning> dataQuality(
      @RequestParam(required = false) @Nullable String code, @RequestParam(defaultValue = "1000") int limit) {
    return files.warnings(null, code, limit);
  }

  @GetMapping("/inbox")
  @Operation(summary = "What lies in the watched folders, and why it is not taken")
  List<InboxSurvey.Folder> inbox() {
    return inbox.look();
  }

  private static FileState stateOf(String text) {
    return Arrays.stream(FileState.values()).filter(state -> state.text().equals(text)).findFirst()
        .orElseThrow(() -> Finding.of("file.unknown-state", "There is no such state.").value(text)
            .allowed(Arrays.stream(FileState.values()).map(FileState::text).collect(Collectors.joining(", ")))
            .refusal());
  }
}
