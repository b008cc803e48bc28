/**
 * From a checked plan to a worklist on a device's doorstep, and what became of it: release, withdrawal, bookings, remainders. The
 * only room that reads and writes the schema {@code worklist}. Must not know REST, pages or Camel.
 */
@NullMarked
package io.labroute.execution;

import org.jspecify.annotations.NullMarked;
