/**
 * How each device wants its worklists: profiles that an administrator edits. Must not know a database, or what becomes of files.
 */
@NullMarked
package io.labroute.execution.device;

import org.jspecify.annotations.NullMarked;
