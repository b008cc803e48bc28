/**
 * What to do when the day does not go as planned: what has started stays, labware in progress is repaired first, the rest comes
 * later as a whole. Must not know OR-Tools, formats, or where the news comes from.
 */
@NullMarked
package io.labroute.schedule.replan;

import org.jspecify.annotations.NullMarked;
