package io.labroute.routing;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
@EnableConfigurationProperties(RouteGuard.class)
public class LiveRoutes implements CamelContextConfiguration {

  private static final Logger log = LoggerFactory.getLogger(LiveRoutes.class);
  private static final Path FOLDER = Path.of("routes");
  private static final int LARGEST_FILE = 1 << 20;

  private final RouteTrial trial;
  private final RouteGuard guard;
  private final RouteRevisionRepository revisions;
  private final Map<String, RouteText> running = new TreeMap<>();
  private final Map<String, Finding> faults = new TreeMap<>();
  private final Map<String, String> judged = new HashMap<>();
  private final Map<String, @Nullable String> unkept = new LinkedHashMap<>();
  private Map<String, String> lastLook = Map.of();
  private @Nullable CamelContext context;

  LiveRoutes(RouteTrial trial, RouteGuard guard, RouteRevisionRepository revisions) {
    this.trial = trial;
    this.guard = guard;
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

  /** The revisions of a file that were put to work, the newest first. */
  public List<RouteRevision> revisions(String file) {
    return revisions.of(file);
  }

  /** Writes an earlier revision as the file; the next look puts it to work. */
  public void restore(String file, int revision) throws IOException {
    String content = revisions.find(file, revision).map(RouteRevision::content).orElseThrow(() ->
        Finding.of("route.unknown-revision", "There is no content of this revision.").value(file + ", revision " + revision).refusal());
    AtomicFiles.write(FOLDER.resolve(Path.of(file).getFileName()), content.getBytes(StandardCharsets.UTF_8), "restore");
  }

  /**
   * Tries a content as if it were the content of a file, and changes nothing.
   *
   * @throws Refusal when it could not be put to work
   */
  public synchronized void check(String file, String content) {
    judge(file, content, Map.of(), List.of());
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
    follow(lastLook, lastLook);
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
    faults.keySet().removeIf(file -> !now.containsKey(file) && !file.equals(FOLDER.toString()));
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
    while (true) {
      var accepted = new TreeMap<String, RouteText>();
      String refused = null;
      for (var candidate : candidates.entrySet()) {
        try {
          accepted.put(candidate.getKey(), judge(candidate.getKey(), candidate.getValue(), candidates, gone));
        } catch (Refusal refusal) {
          tellFault(candidate.getKey(), refusal.finding());
          refused = candidate.getKey();
          break;
        }
      }
      if (refused == null) {
        return accepted;
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

  private RouteText judge(String file, String content, Map<String, String> changed, List<String> gone) {
    if (content.isBlank()) {
      throw Finding.of("route.empty", "The route file is empty.").maybe("its editor is still writing; to end its routes, delete it.")
          .refusal();
    }
    if (content.length() > LARGEST_FILE) {
      throw Finding.of("route.too-large", "The route file is too large.").allowed("at most " + LARGEST_FILE + " bytes").refusal();
    }
    if (content.indexOf('\uFFFD') >= 0) {
      throw Finding.of("route.not-utf-8", "The route file is not encoded in UTF-8.")
          .at(Place.line(content.substring(0, content.indexOf('\uFFFD')).lines().count()))
          .maybe("its editor saved it in another encoding.").refusal();
    }
    guard.check(content);
    RouteText text = RouteText.read(content);
    for (var other : running.entrySet()) {
      if (!other.getKey().equals(file) && !gone.contains(other.getKey())) {
        requireOwn(text, other.getKey(), keptRoutes(other.getKey(), other.getValue(), changed));
      }
    }
    trial.run(required(), file, text, filesOfTemplates(file, text.used(), changed));
    return text;
  }

  /** The other files whose templates a file uses, as they will be after this save. */
  private List<RouteText> filesOfTemplates(String file, Set<String> used, Map<String, String> changed) {
    Map<String, RouteText> others = new TreeMap<>(running);
    changed.forEach((other, content) -> readable(content).ifPresent(text -> others.put(other, text)));
    others.remove(file);
    return others.values().stream().filter(text -> text.templates().stream().anyMatch(used::contains)).toList();
  }

  private static Optional<RouteText> readable(String content) {
    try {
      return Optional.of(RouteText.read(content));
    } catch (Refusal faulty) {
      return Optional.empty();
    }
  }

  /** The identifiers that a file will have: of several that change in one save, some may hand theirs over. */
  private static Set<String> keptRoutes(String file, RouteText text, Map<String, String> changed) {
    return Optional.ofNullable(changed.get(file)).flatMap(LiveRoutes::readable).orElse(text).routes().keySet();
  }

  private static void requireOwn(RouteText text, String other, Set<String> taken) {
    text.routes().forEach((route, place) -> {
      if (taken.contains(route)) {
        throw Finding.of("route.id-taken", "Another file, %s, has a route of this identifier.".formatted(other)).at(place)
            .value(route).maybe("the file was copied: give the route another identifier.").refusal();
      }
    });
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
    var contents = new TreeMap<String, String>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.filter(LiveRoutes::isRouteFile).toList()) {
        String name = file.getFileName().toString();
        try (var in = Files.newInputStream(file)) {
          contents.put(name, new String(in.readNBytes(LARGEST_FILE + 1), StandardCharsets.UTF_8));
        } catch (NoSuchFileException replacedMeanwhile) {
          log.debug("{} is just being replaced", name);
        } catch (IOException unreadable) {
          contents.put(name, lastLook.getOrDefault(name, ""));
          tellFault(name, Finding.of("route.unreadable", "The route file cannot be read: " + unreadable)
              .maybe("the engine's user may not read it."));
        }
      }
      faults.remove(FOLDER.toString());
      return contents;
    } catch (IOException unreadable) {
      if (faults.put(FOLDER.toString(), Finding.of("route.unreadable", "The folder of routes cannot be read: " + unreadable)
          .maybe("it was moved, or the engine's user may not read it; the routes run on.")) == null) {
        log.error("{}", faults.get(FOLDER.toString()).text());
      }
      return lastLook;
    }
  }

  /** Links are fine: who makes them here is trusted. */
  private static boolean isRouteFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") && !name.startsWith(".") && !name.startsWith("~") && Files.isRegularFile(file);
  }
}
