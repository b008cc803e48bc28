package io.labroute.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A route file as it was put to work.
 *
 * @param file its name in the folder of routes
 * @param content null where the file was deleted
 * @param restoredFrom the earlier revision that it was made from
 */
public record RouteRevision(String file, int revision, @Nullable String content, Instant acceptedAt,
    @Nullable Integer restoredFrom) {}
