/**
 * Jobs: when each step of a scheduled run shall happen, and that it does. Owns {@code schedule.jobs}. Must not know how times are
 * found, nor how a worklist gets to its device.
 */
@NullMarked
package io.labroute.execution.job;

import org.jspecify.annotations.NullMarked;
