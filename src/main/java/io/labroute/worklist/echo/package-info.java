/** Picklists and transfer reports of Echo acoustic dispensers. */
@NullMarked
package io.labroute.worklist.echo;

import org.jspecify.annotations.NullMarked;
