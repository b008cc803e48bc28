package io.labroute.worklist;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Which moves of liquid have to stay in their order. */
public final class Dependencies {

  private Dependencies() {}

  /**
   * Moves that may be done in any order.
   *
   * @param readsEarlier whether a move draws what an earlier part fills, which therefore has to be done before
   */
  public record Part<M>(boolean readsEarlier, List<M> moves) {}

  /** Parts in the requested order: one ends before a move that draws from, or fills, what it fills or draws from. */
  public static <M> List<Part<M>> parts(List<M> moves, Deck deck, Function<M, Spot> from, Function<M, Spot> to) {
    var parts = new ArrayList<Part<M>>();
    Set<Spot> filled = new HashSet<>();
    Set<Spot> drawn = new HashSet<>();
    var part = new Part<M>(false, new ArrayList<>());
    for (M move : moves) {
      Spot source = deck.pool(from.apply(move));
      Spot target = deck.pool(to.apply(move));
      boolean reads = filled.contains(source);
      if (reads || drawn.contains(target)) {
        parts.add(part);
        part = new Part<>(reads, new ArrayList<>());
        drawn.clear();
        if (reads) {
          filled.clear();
        }
      }
      part.moves().add(move);
      filled.add(target);
      drawn.add(source);
    }
    parts.add(part);
    return parts;
  }
}
