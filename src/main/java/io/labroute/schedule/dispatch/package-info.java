/**
 * A feasible plan at once: steps are placed one after the other where there is room first. Must not know the other solvers.
 */
@NullMarked
package io.labroute.schedule.dispatch;

import org.jspecify.annotations.NullMarked;
