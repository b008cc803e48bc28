/**
 * The lab's schedule: the problem that all open runs pose together, the plan of it, what becomes of the plan when the day goes
 * otherwise, and the times of jobs. Must not know how a job is fired.
 */
@NullMarked
package io.labroute.execution.planning;

import org.jspecify.annotations.NullMarked;
