package io.labroute.tracking;

import java.time.Instant;
import java.util.List;

/**
 * Whether the record of the lab can be relied on.
 *
 * @param healthy whether there is no problem
 * @param containers how many are in the lab
 * @param running how many steps are under way
 */
public record LabHealth(boolean healthy, Instant at, long containers, long running, List<Problem> problems) {

  /**
   * Something that a person has to look at.
   *
   * @param code stable, such as {@code lab.step-overdue}
   * @param what a whole sentence
   * @param count how many there are of it
   * @param examples some of them: events by number, devices by name, steps by key
   * @param advice what is to be done
   */
  public record Problem(String code, String what, long count, List<String> examples, String advice) {}
}
