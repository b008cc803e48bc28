package io.labroute.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What can be executed.
 *
 * @param description its source, in whatever language the lab writes its processes
 */
public record Process(UUID processId, String name, @Nullable String description, Instant createdAt) {}
