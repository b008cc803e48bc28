package io.labroute.tracking.containers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a file of containers.
 *
 * @param at when it came; null for now
 * @param leaves how many of its cells hold what is known, and
 * @param extraLeaves how many stand in unknown columns
 */
record ContainerRow(ContainerAct.Register act, @Nullable Instant at, long line, long leaves, long extraLeaves) {}
