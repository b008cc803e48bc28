/**
 * Schedules: the problem (devices, steps, time constraints), the plan, its score, and the validator that every plan has to
 * pass. Times are ticks, whole numbers counted from the plan's start; only {@link io.labroute.schedule.TimeScale} knows what a
 * tick lasts. Must not know Spring, Camel, a database, a file format, or the solvers, which live in the packages below it.
 */
@NullMarked
package io.labroute.schedule;

import org.jspecify.annotations.NullMarked;
