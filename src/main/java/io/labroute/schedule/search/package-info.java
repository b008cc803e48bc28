/**
 * Neighbourhood searches of our own, for problems with a structure that CP-SAT uses too little: job shops, and campaigns of like
 * labware. Each starts from a timetable and offers better ones. Must not know the planner.
 */
@NullMarked
package io.labroute.schedule.search;

import org.jspecify.annotations.NullMarked;
