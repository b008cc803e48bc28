/**
 * Containers and their lids: where each is, where it was, and what may be done with it. The rules are plain values
 * ({@link io.labroute.tracking.containers.Standing}); the database holds the same rules as constraints. Must not know of
 * steps and processes.
 */
@NullMarked
package io.labroute.tracking.containers;

import org.jspecify.annotations.NullMarked;
