package io.labroute.schedule;

import java.util.Set;

/** A way to carry out a step that works only if another step is carried out on one of these devices: an arm's reach. */
public record Reach(String step, Set<String> devices) {

  public Reach {
    devices = Set.copyOf(devices);
  }
}
