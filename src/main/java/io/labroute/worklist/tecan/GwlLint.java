package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.worklist.Deck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a worklist that anybody may have written, and tells what a device could stumble over, line by line. */
public final class GwlLint {

  private GwlLint() {}

  /**
   * All findings, by line.
   *
   * @param deck null when it is not known: then labels and positions are not compared with it
   */
  public static List<Finding> findings(String text, TecanProfile profile, @Nullable Deck deck) {
    var rules = new GwlRules(profile, deck);
    var sequence = new GwlSequence();
    var findings = new ArrayList<Finding>();
    for (GwlText.Line line : GwlText.read(text)) {
      findings.addAll(line.faults());
      if (line.record() != null) {
        Place place = Place.line(line.number());
        List<Finding> faults = rules.faults(line.record());
        faults.forEach(fault -> findings.add(fault.at(place)));
        if (faults.stream().anyMatch(fault -> fault.code().equals("worklist.record-not-in-dialect"))) {
          continue;
        }
        sequence.next(line.number(), line.record())
            .forEach(fault -> findings.add(fault.where().equals(Place.UNKNOWN) ? fault.at(place) : fault));
      }
    }
    findings.addAll(sequence.end());
    findings.sort(Comparator.comparing(finding -> finding.where().line(), Comparator.nullsLast(Comparator.naturalOrder())));
    return findings;
  }
}
