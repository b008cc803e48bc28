/**
 * Why there is no plan: the smallest set of the user's own constraints that cannot hold together, and what would have to give way
 * by how much. Must not know OR-Tools or formats; nothing is told that was not solved again to make sure.
 */
@NullMarked
package io.labroute.schedule.explain;

import org.jspecify.annotations.NullMarked;
