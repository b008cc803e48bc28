package io.labroute.routing;

import io.labroute.ingest.FileRecord;
import io.labroute.ingest.FileRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Tells of each route what it has done lately. */
@Component
public class RouteOverview {

  private static final int LAST_FILES = 5;

  private final LiveRoutes live;
  private final RouteCounts counts;
  private final RouteRevisionRepository revisions;
  private final FileRepository files;
  private final CamelContext camel;

  RouteOverview(LiveRoutes live, RouteCounts counts, RouteRevisionRepository revisions, FileRepository files, CamelContext camel) {
    this.live = live;
    this.counts = counts;
    this.revisions = revisions;
    this.files = files;
    this.camel = camel;
  }

  /**
   * A route and what it does.
   *
   * @param status {@code Started}, {@code Stopped} (paused, or not enabled) or {@code Suspended}
   * @param folder the folder that it watches; null when it watches none
   * @param done what came to its end since the engine started: files, however they ended, or ticks of a clock
   * @param failed what broke off since then
   * @param last when the last of these ended; null before the first
   * @param lastFiles the newest files of its folder, as far as they are among the last that were dropped anywhere
   */
  public record RouteState(String file, String route, String status, @Nullable String folder, long done, long failed,
      @Nullable Instant last, List<FileRecord> lastFiles) {}

  public List<RouteState> routes() {
    Map<String, List<FileRecord>> lastFiles = lastFiles();
    var routes = new ArrayList<RouteState>();
    for (var file : live.files()) {
      file.routes().forEach((route, status) -> {
        String folder = folderOf(camel.getRoute(route));
        RouteCounts.Count count = counts.of(route);
        routes.add(new RouteState(file.file(), route, status, folder, count.done(), count.failed(), count.last(),
            folder == null ? List.of() : lastFiles.getOrDefault(folder, List.of())));
      });
    }
    return routes;
  }

  /** The newest revision of each file, without those that were deleted; none while the database is away. */
  public Map<String, RouteRevision> revisions() {
    try {
      return revisions.newest();
    } catch (DataAccessException away) {
      return Map.of();
    }
  }

  private Map<String, List<FileRecord>> lastFiles() {
    try {
      return files.lastByFolder(LAST_FILES);
    } catch (DataAccessException away) {
      return Map.of();
    }
  }

  private static @Nullable String folderOf(@Nullable Route route) {
    return route != null && route.getEndpoint() instanceof GenericFileEndpoint<?> endpoint
        ? Path.of(endpoint.getConfiguration().getDirectory()).toAbsolutePath().normalize().toString() : null;
  }
}
