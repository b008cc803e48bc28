package io.labroute.schedule;

/** What a plan is judged by, each as a whole number of which less is better. A problem names them in order of importance. */
public enum Goal {
  /** Cost of soft time constraints, ticks outside times their cost, and of stretches of time that are unlike. */
  VIOLATIONS,
  /** Ticks after the due times, times priority. */
  TARDINESS,
  /** The tick at which the last step has ended. */
  MAKESPAN,
  /** Ticks that labware waits: the sum over all time constraints with a longest time of what lies above the shortest. */
  WAITING
}
