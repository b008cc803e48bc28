/**
 * The simulated lab: devices, an arm and a person who follow worklists and jobs in simulated time, and report as real ones do, by
 * files in the inbox. What they do follows from the record and a seed alone, so that an engine that is killed goes on as if nothing
 * had happened. Must not know how anything is stored, and must do nothing that a real device or person could not do.
 */
@NullMarked
package io.labroute.simulation;

import org.jspecify.annotations.NullMarked;
