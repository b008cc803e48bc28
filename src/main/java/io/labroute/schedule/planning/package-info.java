/**
 * Brings the solvers together: the best plan so far is always at hand, validated, with its bound. Must not know OR-Tools, formats,
 * Spring, Camel, or a database.
 */
@NullMarked
package io.labroute.schedule.planning;

import org.jspecify.annotations.NullMarked;
