package io.labroute.schedule;

/** The two ends of a step. */
public enum Boundary {
  START, END
}
