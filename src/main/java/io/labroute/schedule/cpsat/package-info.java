/**
 * OR-Tools behind plain classes: CP-SAT, and a linear solver for flows. The only package that imports the library, because its
 * natives have traps that end the process: they are loaded once, hinted completely, limited in time and memory, and read only
 * when the status allows it.
 */
@NullMarked
package io.labroute.schedule.cpsat;

import org.jspecify.annotations.NullMarked;
