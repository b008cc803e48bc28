package io.labroute.routing;

import io.labroute.ingest.InboxFolder;
import io.labroute.ingest.IngestProperties;
import io.labroute.ingest.Kinds;
import io.labroute.ingest.Lanes;
import io.labroute.ingest.Reading;
import io.labroute.lab.Finding;
import io.labroute.platform.EngineProperties;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The route template {@code inbox}: a folder is watched and its files are ingested with all guarantees. A route file only
 * says which kind, and where its folder differs from the usual.
 */
@Component
class InboxRouteTemplate extends RouteBuilder {

  private static final String USUAL_FOLDER = "{{labroute.inbox:inbox}}/{{kind}}";

  private final @Nullable Lanes lanes;
  private final Kinds kinds;
  private final EngineProperties engine;
  private final IngestProperties limits;
  private final Map<RouteTemplateContext, InboxProcessor> processors = Collections.synchronizedMap(new WeakHashMap<>());

  /** @param lanes null for a trial */
  InboxRouteTemplate(@Nullable Lanes lanes, Kinds kinds, EngineProperties engine, IngestProperties limits) {
    this.lanes = lanes;
    this.kinds = kinds;
    this.engine = engine;
    this.limits = limits;
  }

  @Override
  public void configure() {
    routeTemplate("inbox")
        .templateParameter("kind", null, "which kind of file is dropped here")
        .templateParameter("folder", USUAL_FOLDER, "the folder; without it, the kind's name below the inbox")
        .templateOptionalParameter("settle", "how long a file must stand unchanged; without it labroute.ingest.settle")
        .templateParameter("poll", "50", "milliseconds between two looks into the folder")
        .templateOptionalParameter("marker", "a file that is there only while the folder's share is mounted")
        .templateOptionalParameter("include", "names of files that are taken, such as *.csv or {a,b}*.yaml; without it all")
        .templateOptionalParameter("encoding", "encoding of files without byte order mark; without it UTF-8")
        .templateParameter("decimal", "point", "decimal sign of numbers: point or comma")
        .templateOptionalParameter("zone", "time zone of times that name none; without it the lab's")
        .templateBean("inbox", InboxProcessor.class, this::processor)
        .from("file:{{folder}}?recursive=true&maxDepth=2&noop=true&idempotent=false&readLock=none"
            + "&filter=#{{inbox}}&sorter=#{{inbox}}&pollStrategy=#{{inbox}}"
            + "&delay={{poll}}&initialDelay=0&maxMessagesPerPoll=2000&eagerMaxMessagesPerPoll=false"
            + "&autoCreate=false&probeContentType=false")
        .process("{{inbox}}");
  }

  /** Camel asks for the bean once for each place that names it; all of them have to be the same. */
  private InboxProcessor processor(RouteTemplateContext context) {
    return processors.computeIfAbsent(context, route -> new InboxProcessor(lanes, folder(route)));
  }

  private InboxFolder folder(RouteTemplateContext context) {
    String kind = kinds.get(Objects.toString(text(context, "kind"), "")).name();
    Object given = context.getParameters().get("folder");
    String folder = USUAL_FOLDER.equals(given) ? null : text(context, "folder");
    Path path = folder == null ? engine.inbox().resolve(kind) : Path.of(folder);
    String settle = text(context, "settle");
    var reading = new Reading(charset(text(context, "encoding")), decimalSign(text(context, "decimal")),
        zone(text(context, "zone")));
    return new InboxFolder(kind, path.toAbsolutePath().normalize(),
        settle == null ? limits.settle() : Duration.ofMillis(TimeUtils.toMilliSeconds(settle)), reading,
        text(context, "marker"), names(text(context, "include")));
  }

  private static @Nullable PathMatcher names(@Nullable String pattern) {
    try {
      return pattern == null ? null : FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException malformed) {
      throw Finding.of("route.include", "This is no pattern of names: " + malformed.getDescription() + ".").value(pattern)
          .allowed("* for any characters, ? for one, {csv,txt} for one of these").refusal();
    }
  }

  private static @Nullable String text(RouteTemplateContext context, String name) {
    Object value = context.getParameters().get(name);
    return value == null || value.toString().isBlank() ? null
        : context.getCamelContext().resolvePropertyPlaceholders(value.toString());
  }

  private static @Nullable Charset charset(@Nullable String name) {
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw Finding.of("route.unknown-encoding", "There is no such encoding.").value(name)
          .allowed("UTF-8, ISO-8859-1, windows-1252, …").refusal();
    }
  }

  private static char decimalSign(@Nullable String name) {
    if ("point".equals(name) || "comma".equals(name)) {
      return name.equals("point") ? '.' : ',';
    }
    throw Finding.of("route.unknown-decimal", "There is no such decimal sign.").value(name).allowed("point, comma")
        .refusal();
  }

  private ZoneId zone(@Nullable String name) {
    try {
      return name == null ? engine.zone() : ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw Finding.of("route.unknown-zone", "There is no such time zone.").value(name)
          .allowed("a name such as Europe/Berlin, or UTC").refusal();
    }
  }
}
