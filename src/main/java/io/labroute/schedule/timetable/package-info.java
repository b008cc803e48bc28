/**
 * What all solvers share: a problem by numbers instead of names, a timetable of ticks, and the seating of steps on units. Must
 * not know any of the solvers; the validator does not use it.
 */
@NullMarked
package io.labroute.schedule.timetable;

import org.jspecify.annotations.NullMarked;
