package io.labroute.routing;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.SafeFileName;
import io.labroute.platform.LabNature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the running routes what the files of {@code routes/} say. Each look compares contents, never times, and a content is
 * judged once it was the same at two looks. A file that cannot be put to work changes nothing: what ran before it runs on, and
 * the fault is told once.
 */
@Component
public class LiveRoutes implements CamelContextConfiguration {

  private static final Logger log = LoggerFactory.getLogger(LiveRoutes.class);

  private final RouteFolder folder;
  private final RouteJudge judge;
  private final RouteRevisionRepository revisions;
  private final Map<String, RouteText> running = new TreeMap<>();
  private final Map<String, Finding> faults = new TreeMap<>();
  private final Map<String, String> judged = new HashMap<>();
  private final Map<String, @Nullable String> unkept = new LinkedHashMap<>();
  private Map<String, String> lastLook = Map.of();
  private Map<String, RouteRevision> accepted = Map.of();
  private @Nullable CamelContext context;

  LiveRoutes(LabNature lab, RouteJudge judge, RouteRevisionRepository revisions) {
    this.folder = RouteFolder.of(lab);
    this.judge = judge;
    this.revisions = revisions;
  }

  /**
   * A route file as it stands.
   *
   * @param routes status by identifier, {@code Started} where it runs
   * @param fault why its present content does not run; null when it does
   */
  public record RouteFile(String file, Map<String, String> routes, @Nullable Finding fault) {}

  /** All route files, those that cannot be put to work included. */
  public synchronized List<RouteFile> files() {
    Set<String> names = new TreeSet<>(running.keySet());
    names.addAll(faults.keySet());
    return names.stream().map(name -> {
      Map<String, String> statuses = new TreeMap<>();
      if (context != null && running.containsKey(name)) {
        running.get(name).routes().keySet().forEach(route ->
            statuses.put(route, String.valueOf(context.getRouteController().getRouteStatus(route))));
      }
      return new RouteFile(name, statuses, faults.get(name));
    }).toList();
  }

  /** Whether a route does not start by itself, because its file or the configuration says so. */
  public boolean isNotEnabled(String route) {
    Route known = context == null ? null : context.getRoute(route);
    return known != null && Boolean.FALSE.equals(known.isAutoStartup());
  }

  /** The revisions of a file that were put to work, the newest first. */
  public List<RouteRevision> revisions(String file) {
    return revisions.of(file);
  }

  /** Writes an earlier revision as the file; the next look puts it to work. */
  public void restore(String file, int revision) throws IOException {
    String content = revisions.find(file, revision).map(RouteRevision::content).orElseThrow(() ->
        Finding.of("route.unknown-revision", "There is no content of this revision.").value(file + ", revision " + revision).refusal());
    folder.write(file, content);
  }

  /**
   * Tries a content as if it were the content of a file, and changes nothing.
   *
   * @throws Refusal when it could not be put to work
   */
  public synchronized void check(String file, String content) {
    judge.judge(required(), file, content, new RouteJudge.Others(running));
  }

  /** Pauses a route until it is resumed or the engine starts anew. */
  public void pause(String route) throws Exception {
    required().getRouteController().stopRoute(known(route), 30, TimeUnit.SECONDS);
  }

  public void resume(String route) throws Exception {
    required().getRouteController().startRoute(known(route));
  }

  private String known(String route) {
    if (required().getRoute(route) == null) {
      throw Finding.of("route.unknown", "There is no such route.").value(route).refusal();
    }
    return route;
  }

  private CamelContext required() {
    if (context == null) {
      throw Finding.of("route.not-yet", "The routes are just being started.").refusal();
    }
    return context;
  }

  @Override
  public void beforeApplicationStart(CamelContext starting) {
    // Route files need the templates, which the context holds only once it has started.
  }

  @Override
  public synchronized void afterApplicationStart(CamelContext started) {
    context = started;
    lastLook = contents();
    accepted = acceptedByEarlierStarts();
    follow(lastLook, lastLook);
    accepted = Map.of();
    keepRevisions();
  }

  /** Looks whether any file has changed. */
  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  synchronized void look() {
    if (context == null || context.isStopping() || context.isStopped()) {
      return;
    }
    Map<String, String> now = contents();
    follow(lastLook, now);
    lastLook = now;
    keepRevisions();
  }

  private void follow(Map<String, String> before, Map<String, String> now) {
    Map<String, String> changed = new TreeMap<>();
    now.forEach((file, content) -> {
      if (content.equals(before.get(file)) && !content.equals(judged.get(file))) {
        changed.put(file, content);
      }
    });
    List<String> gone = running.keySet().stream().filter(file -> !now.containsKey(file) && !before.containsKey(file)).toList();
    faults.keySet().removeIf(file -> !now.containsKey(file) && !file.equals(folder.name()));
    judged.keySet().retainAll(now.keySet());
    if (!changed.isEmpty() || !gone.isEmpty()) {
      putToWork(accepted(changed, gone), gone);
    }
  }

  /** The changed files that can be put to work together; of the others the faults are told. */
  private Map<String, RouteText> accepted(Map<String, String> changed, List<String> gone) {
    var candidates = new TreeMap<>(changed);
    candidates.forEach(judged::put);
    candidates.entrySet().removeIf(file -> isBackToWhatRuns(file.getKey(), file.getValue()));
    var others = new RouteJudge.Others(running, candidates, gone, accepted);
    while (true) {
      var good = new TreeMap<String, RouteText>();
      String refused = null;
      for (var candidate : candidates.entrySet()) {
        try {
          good.put(candidate.getKey(), judge.judge(required(), candidate.getKey(), candidate.getValue(), others));
        } catch (Refusal refusal) {
          tellFault(candidate.getKey(), refusal.finding());
          refused = candidate.getKey();
          break;
        }
      }
      if (refused == null) {
        return good;
      }
      candidates.remove(refused);
    }
  }

  private boolean isBackToWhatRuns(String file, String content) {
    RouteText before = running.get(file);
    boolean same = before != null && before.content().equals(content);
    if (same && faults.remove(file) != null) {
      log.info("{} is mended; its routes have run on", file);
    }
    return same;
  }

  private void tellFault(String file, Finding fault) {
    if (!fault.equals(faults.put(file, fault))) {
      log.error("{} is not put to work{}: {}", SafeFileName.printable(file),
          running.containsKey(file) ? "; its earlier routes run on" : "", fault.text());
    }
  }

  private void putToWork(Map<String, RouteText> accepted, List<String> gone) {
    Map<String, RouteSwap.Change> changes = new TreeMap<>();
    Set<String> templates = new TreeSet<>();
    gone.forEach(file -> changes.put(file, new RouteSwap.Change(running.get(file), null)));
    accepted.forEach((file, after) -> {
      changes.put(file, new RouteSwap.Change(running.get(file), after));
      templates.addAll(after.templates());
      if (running.containsKey(file)) {
        templates.addAll(running.get(file).templates());
      }
    });
    // Routes that other files have made from templates of these are made anew.
    running.forEach((file, text) -> {
      if (text.used().stream().anyMatch(templates::contains)) {
        changes.putIfAbsent(file, new RouteSwap.Change(text, text));
      }
    });
    Map<String, Finding> failures = new RouteSwap(required()).replace(changes);
    gone.forEach(file -> {
      running.remove(file);
      unkept.put(file, null);
      log.info("{} was deleted; its routes have ended", file);
    });
    failures.forEach(this::tellFault);
    // What is wrong with a file may have been another file: all faulty ones are judged anew.
    judged.keySet().removeIf(file -> faults.containsKey(file) && !failures.containsKey(file));
    accepted.forEach((file, after) -> {
      if (!failures.containsKey(file)) {
        running.put(file, after);
        faults.remove(file);
        unkept.put(file, after.content());
        log.info("{} is put to work: {}", file, String.join(", ", after.routes().keySet()));
      }
    });
  }

  private Map<String, RouteRevision> acceptedByEarlierStarts() {
    try {
      return revisions.newest();
    } catch (DataAccessException away) {
      log.debug("the revisions of routes cannot be read", away);
      return Map.of();
    }
  }

  private void keepRevisions() {
    try {
      for (var entry : new ArrayList<>(unkept.entrySet())) {
        revisions.keep(entry.getKey(), entry.getValue());
        unkept.remove(entry.getKey());
      }
    } catch (DataAccessException | TransactionException away) {
      log.debug("revisions of routes wait for the database", away);
    }
  }

  private Map<String, String> contents() {
    Map<String, Finding> unreadable = new TreeMap<>();
    Map<String, String> contents = folder.contents(lastLook, unreadable::put);
    if (!unreadable.containsKey(folder.name())) {
      faults.remove(folder.name());
    }
    unreadable.forEach(this::tellFault);
    return contents;
  }
}
