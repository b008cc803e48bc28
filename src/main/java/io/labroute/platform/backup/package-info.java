/**
 * Backup and restore: an archive of all rows and originals at one moment, checked before it is used. Must not know what the
 * tables mean.
 */
@NullMarked
package io.labroute.platform.backup;

import org.jspecify.annotations.NullMarked;
