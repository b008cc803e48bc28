/**
 * What devices and scripts report: read, put into the log once, and done where it fits what is known. Must not know how
 * containers and steps are stored.
 */
@NullMarked
package io.labroute.tracking.events;

import org.jspecify.annotations.NullMarked;
