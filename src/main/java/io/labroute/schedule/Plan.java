package io.labroute.schedule;

import io.labroute.lab.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * When, how and where each step of a problem is carried out.
 *
 * @param placements one for each step, in the problem's order
 */
public record Plan(String problem, List<Placement> placements) {

  public Plan {
    placements = List.copyOf(placements);
  }

  /** The tick at which the last step has ended; 0 without steps. */
  public long makespan() {
    return placements.stream().mapToLong(Placement::end).max().orElse(0);
  }

  public Map<String, Placement> byStep() {
    return placements.stream().collect(Collectors.toMap(Placement::step, placement -> placement));
  }

  /** The fingerprint of what will be done when and where: equal plans have equal ones, on every machine. */
  public String hash() {
    String text = placements.stream().sorted(Comparator.comparing(Placement::step))
        .map(p -> p.step() + '\t' + p.start() + '\t' + p.end() + '\t' + p.mode() + '\t' + p.seats())
        .collect(Collectors.joining("\n"));
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
