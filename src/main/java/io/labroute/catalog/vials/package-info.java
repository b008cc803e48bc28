/** Frozen vials: what may be done with one, and what was done. Must not know of experiments beyond their names. */
@NullMarked
package io.labroute.catalog.vials;

import org.jspecify.annotations.NullMarked;
