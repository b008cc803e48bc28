package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.worklist.Deck;
import io.labroute.worklist.FieldText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What labels are called in the file: never changed in silence, and never so that two become one. */
final class GwlLabels {

  private final Map<String, String> written = new LinkedHashMap<>();
  private final Deck deck;

  GwlLabels(Deck deck, boolean replace) {
    Set<String> taken = new HashSet<>();
    var labware = new ArrayList<Labware>();
    for (Labware piece : deck.all()) {
      String label = replace ? replaced(piece.label()) : piece.label();
      if (!taken.add(label)) {
        throw Finding.of("worklist.label-collision", "Two labels become the same when what they cannot hold is replaced.")
            .value(piece.label() + " becomes " + label).refusal();
      }
      written.put(piece.label(), label);
      labware.add(new Labware(label, piece.barcode(), piece.type(), piece.shape(), piece.dead(), piece.maximum()));
    }
    this.deck = new Deck(labware);
  }

  private static String replaced(String label) {
    var text = new StringBuilder();
    label.codePoints().forEach(c -> {
      String one = Character.toString(c);
      text.append(FieldText.firstIllegal(one, ";") < 0 && FieldText.encodes(one) ? one : "_");
    });
    return text.toString();
  }

  String of(String label) {
    return written.getOrDefault(label, label);
  }

  /** The deck as the file names it. */
  Deck deck() {
    return deck;
  }

  /** The labels that are written as something else. */
  Map<String, String> replacements() {
    var changed = new LinkedHashMap<String, String>();
    written.forEach((label, text) -> {
      if (!label.equals(text)) {
        changed.put(label, text);
      }
    });
    return changed;
  }
}
