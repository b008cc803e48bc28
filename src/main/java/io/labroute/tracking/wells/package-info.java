/**
 * What is in the wells of containers: statements and bookings, and the contents that follow from them. Must not know worklists:
 * whoever books computes the contents.
 */
@NullMarked
package io.labroute.tracking.wells;

import org.jspecify.annotations.NullMarked;
