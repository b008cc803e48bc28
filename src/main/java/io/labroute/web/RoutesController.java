package io.labroute.web;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.routing.LiveRoutes;
import io.labroute.routing.LiveRoutes.RouteFile;
import io.labroute.routing.RouteOverview;
import io.labroute.routing.RouteRevision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Routes", description = "The route files, what runs of them, and their earlier revisions")
class RoutesController {

  private static final int LONGEST_FILE = 1 << 20;

  private final LiveRoutes live;
  private final RouteOverview overview;
  private final AuditRepository audit;

  RoutesController(LiveRoutes live, RouteOverview overview, AuditRepository audit) {
    this.live = live;
    this.overview = overview;
    this.audit = audit;
  }

  @GetMapping("/route-files")
  @Operation(summary = "All route files: the status of their routes, and what is wrong with their present content")
  List<RouteFile> files() {
    return live.files();
  }

  @GetMapping("/routes")
  @Operation(summary = "All routes: their status, what they have done since the engine started, and the last files of their folders")
  List<RouteOverview.RouteState> routes() {
    return overview.routes();
  }

  @GetMapping("/route-files/{file}/revisions")
  @Operation(summary = "What of a file was put to work, the newest first")
  List<RouteRevision> revisions(@PathVariable String file) {
    var revisions = live.revisions(file);
    if (revisions.isEmpty()) {
      throw new Missing("There is no such route file.", file);
    }
    return revisions;
  }

  @PostMapping("/route-files/{file}/restore")
  @Operation(summary = "Write an earlier revision as the file, which puts it to work")
  void restore(@PathVariable String file, @RequestParam int revision) throws IOException {
    live.restore(file, revision);
    audit.add(new AuditEntry(Caller.NAME, "restored", "route file " + file, null, "{\"revision\": " + revision + "}"));
  }

  /** Whether a content could be put to work, and if not, why. */
  record Verdict(boolean good, @Nullable Finding fault) {}

  @PostMapping(value = "/route-files/{file}/check", consumes = MediaType.ALL_VALUE)
  @Operation(summary = "Try a content as that of a file, and change nothing")
  Verdict check(@PathVariable String file, @RequestBody(required = false) @Nullable String content) {
    if (content != null && content.length() > LONGEST_FILE) {
      throw Finding.of("route.too-long", "The content is too long for a route file.").allowed("1 MiB").refusal();
    }
    try {
      live.check(file, content == null ? "" : content);
      return new Verdict(true, null);
    } catch (Refusal refusal) {
      return new Verdict(false, refusal.finding());
    }
  }

  @PostMapping("/routes/{route}/pause")
  @Operation(summary = "Pause a route, until it is resumed, its file changes, or the engine starts anew")
  void pause(@PathVariable String route) throws Exception {
    live.pause(route);
    audit.add(AuditEntry.of(Caller.NAME, "paused", "route " + route));
  }

  @PostMapping("/routes/{route}/resume")
  @Operation(summary = "Let a paused route go on")
  void resume(@PathVariable String route) throws Exception {
    live.resume(route);
    audit.add(AuditEntry.of(Caller.NAME, "resumed", "route " + route));
  }
}
