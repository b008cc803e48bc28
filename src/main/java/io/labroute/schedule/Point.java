package io.labroute.schedule;

/** A boundary of a step. */
public record Point(String step, Boundary boundary) {

  public static Point start(String step) {
    return new Point(step, Boundary.START);
  }

  public static Point end(String step) {
    return new Point(step, Boundary.END);
  }
}
