/**
 * What plate readers measured: plates and wells, their bulk load, dose response and summary. A plate is immutable; a
 * corrected one supersedes it whole. Must not know Camel.
 */
@NullMarked
package io.labroute.measurement;

import org.jspecify.annotations.NullMarked;
