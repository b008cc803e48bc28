package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes part of a plan as a person would have written it. */
final class Written {

  private final Place place;
  private final List<Entry> entries = new ArrayList<>();

  private Written(Place place) {
    this.place = place;
  }

  /** A mapping whose scalars all come from one place. */
  static Written at(Place place) {
    return new Written(place);
  }

  Written with(String word, String text) {
    return with(word, new Scalar(place, text, false));
  }

  Written with(String word, long number) {
    return with(word, new Scalar(place, String.valueOf(number), true));
  }

  Written with(String word, BigDecimal microlitres) {
    return with(word, Pipettable.text(microlitres));
  }

  Written with(String word, List<String> texts) {
    return with(word, new Sequence(place, texts.stream().map(text -> (TreeNode) new Scalar(place, text, false)).toList()));
  }

  Written with(String word, TreeNode value) {
    entries.add(new Entry(word, value));
    return this;
  }

  Mapping node() {
    return new Mapping(place, List.copyOf(entries));
  }

  /** A mapping with a word more, or with another value of it. */
  static Mapping with(Mapping map, String word, TreeNode value) {
    var entries = new ArrayList<>(map.entries());
    entries.removeIf(entry -> entry.key().equals(word));
    entries.add(new Entry(word, value));
    return new Mapping(map.place(), List.copyOf(entries));
  }
}
