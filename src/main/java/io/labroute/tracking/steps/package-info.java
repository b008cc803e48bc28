/**
 * Steps and move steps: what was done, with what, when, and how it ended. Must not know how durations are estimated.
 */
@NullMarked
package io.labroute.tracking.steps;

import org.jspecify.annotations.NullMarked;
