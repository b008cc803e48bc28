package io.labroute.tracking.containers;

import io.labroute.tracking.containers.Standing.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done with a container.
 *
 * @param actor who did it or told of it
 * @param fileId the file that told of it, if any, and
 * @param line its line there
 */
record ActDone(ContainerAct act, Change change, Instant at, String actor, @Nullable Long fileId, @Nullable Long line) {}
