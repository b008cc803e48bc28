/**
 * The ground the engine stands on: the lock on its data folder, the embedded PostgreSQL or the way to another server,
 * migrations, the clock, and what must be right before anything starts.
 * Must not know what any table holds, nor Camel.
 */
@NullMarked
package io.labroute.platform;

import org.jspecify.annotations.NullMarked;
