/** Timed comparisons with the bare database; run by {@code mvn -Pbench verify}, never with the ordinary tests. */
@NullMarked
package io.labroute.bench;

import org.jspecify.annotations.NullMarked;
