/**
 * Route files and Camel: what watches folders, and what loads {@code routes/*.yaml}. Owns no data; hands files to the
 * rooms below. Must not know what a kind of file contains.
 */
@NullMarked
package io.labroute.routing;

import org.jspecify.annotations.NullMarked;
