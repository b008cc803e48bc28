/**
 * Problems as text: the YAML and JSON form of a lab's day, and the published instances that solvers are measured with. Makes
 * {@link io.labroute.schedule.Problem}s; must not know how they are solved.
 */
@NullMarked
package io.labroute.schedule.format;

import org.jspecify.annotations.NullMarked;
