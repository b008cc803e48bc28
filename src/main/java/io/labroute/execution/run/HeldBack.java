package io.labroute.execution.run;

import io.labroute.lab.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What kept worklists back that were to appear at once, such as a full disk, when the engine last tried. It is tried again and
 * again, so this is known soon after a start.
 */
@Component
class HeldBack {

  private final Map<String, Map<String, Finding>> runs = new ConcurrentHashMap<>();

  /** Says what kept back steps of a run, in place of what was said of the run before. */
  void set(String experimentId, Map<String, Finding> reasons) {
    runs.put(experimentId, Map.copyOf(reasons));
  }

  Optional<Finding> reason(String experimentId, String stepId) {
    return Optional.ofNullable(runs.getOrDefault(experimentId, Map.of()).get(stepId));
  }

  /** Forgets all runs but some. */
  void retain(Set<String> experimentIds) {
    runs.keySet().retainAll(experimentIds);
  }
}
