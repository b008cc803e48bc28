/**
 * A plan for eyes and other programs: rows of bars, as SVG and JSON, and a calendar. Must not know how the plan was made.
 */
@NullMarked
package io.labroute.schedule.picture;

import org.jspecify.annotations.NullMarked;
