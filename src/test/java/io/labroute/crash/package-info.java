/** What a real engine process promises when it is killed, cut off from its database, or not alone. */
@NullMarked
package io.labroute.crash;

import org.jspecify.annotations.NullMarked;
