/**
 * Worklists: transfers, deck, tips, volume and composition of a snapshot of wells; planning, writing, reading, linting. Gets a
 * snapshot, returns files and what they change. Pure: must not know a database, Camel or Spring.
 */
@NullMarked
package io.labroute.worklist;

import org.jspecify.annotations.NullMarked;
