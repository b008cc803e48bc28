/** What integration tests of all rooms share. */
@NullMarked
package io.labroute.testing;

import org.jspecify.annotations.NullMarked;
