/**
 * The folder that a device looks into, and how a file comes into it complete or not at all. Must not know a database, or what a
 * worklist is.
 */
@NullMarked
package io.labroute.execution.doorstep;

import org.jspecify.annotations.NullMarked;
