/**
 * Runs of plans in the lab: which step may be done now and why not, the deck as it has to be, and the order that goes to the
 * release desk. Must not know how a worklist gets to its device.
 */
@NullMarked
package io.labroute.execution.run;

import org.jspecify.annotations.NullMarked;
