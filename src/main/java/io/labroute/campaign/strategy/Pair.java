package io.labroute.campaign.strategy;

import java.util.Comparator;

/** Cells and a compound whose dose response is looked for by an assay. */
record Pair(String cellLine, String compound, String assay) implements Comparable<Pair> {

  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::cellLine).thenComparing(Pair::compound).thenComparing(Pair::assay);

  @Override
  public int compareTo(Pair other) {
    return ORDER.compare(this, other);
  }
}
