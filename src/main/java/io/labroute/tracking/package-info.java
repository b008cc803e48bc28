/**
 * What happened in the lab: processes and their executions, the experiments. Must not know of plans, of schedules, or of the
 * files that told of it.
 */
@NullMarked
package io.labroute.tracking;

import org.jspecify.annotations.NullMarked;
