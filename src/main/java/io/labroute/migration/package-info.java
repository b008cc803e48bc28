/**
 * The files of the systems that Labroute replaces, each as a {@link io.labroute.ingest.Kind} that maps it onto the rooms
 * below. Must not know Camel, nor hold SQL.
 */
@NullMarked
package io.labroute.migration;

import org.jspecify.annotations.NullMarked;
