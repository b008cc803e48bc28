/**
 * What is and what happened in the lab: devices and containers in the packages below, processes and their executions, the
 * experiments, here. Must not know of plans, of schedules, or of the files that told of it.
 */
@NullMarked
package io.labroute.tracking;

import org.jspecify.annotations.NullMarked;
