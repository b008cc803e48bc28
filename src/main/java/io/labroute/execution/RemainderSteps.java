package io.labroute.execution;

import io.labroute.lab.Volume;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is left to do of a plan: its undone transfers in their order, with the pauses between them and with every mix that comes
 * after a transfer into its well or before one out of it.
 */
final class RemainderSteps {

  private final Deck deck;
  private final List<Step> steps;
  private final Map<Integer, Map<Spot, Volume>> undone = new HashMap<>();

  private RemainderSteps(Deck deck, List<Step> steps, List<WorklistTransfer> transfers) {
    this.deck = deck;
    this.steps = steps;
    transfers.stream().filter(it -> it.outcome() == TransferOutcome.UNDONE).forEach(it ->
        undone.computeIfAbsent(it.step(), step -> new HashMap<>())
            .merge(deck.spot(it.target(), it.targetWell()), new Volume(it.written()), Volume::plus));
  }

  static List<Step> of(PlanText plan, List<WorklistTransfer> transfers) {
    return new RemainderSteps(new Deck(plan.deck()), plan.steps(), transfers).remaining();
  }

  private List<Step> remaining() {
    var remaining = new ArrayList<Step>();
    for (int n = 0; n < steps.size(); n++) {
      Step step = steps.get(n);
      Map<Spot, Volume> left = undone.getOrDefault(n, Map.of());
      if (step instanceof Step.Transfer it && left.containsKey(it.to())) {
        remaining.add(new Step.Transfer(it.from(), it.to(), left.get(it.to()), it.liquidClass(), it.note()));
      } else if (step instanceof Step.Distribution it && !left.isEmpty()) {
        remaining.add(new Step.Distribution(it.from(), it.to(), it.wells().stream().filter(left::containsKey).distinct().toList(),
            it.volume(), it.liquidClass(), it.reuses(), it.multiDispense(), it.leftToRight()));
      } else if (step instanceof Step.Aliquot it && !left.isEmpty()) {
        remaining.add(new Step.Aliquot(it.from(), wells(it, left), it.volume(), it.liquidClass()));
      } else if (step instanceof Step.Mix it && isNeeded(it, n)) {
        remaining.add(it);
      } else if (step instanceof Step.Pause && !remaining.isEmpty() && !(remaining.get(remaining.size() - 1) instanceof Step.Pause)) {
        remaining.add(step);
      }
    }
    while (!remaining.isEmpty() && remaining.get(remaining.size() - 1) instanceof Step.Pause) {
      remaining.remove(remaining.size() - 1);
    }
    return remaining;
  }

  /** Wells of an aliquot as often as they were left out. */
  private static List<Spot> wells(Step.Aliquot aliquot, Map<Spot, Volume> left) {
    BigDecimal each = aliquot.volume().inHundredths().microlitres();
    return aliquot.wells().stream().distinct().filter(left::containsKey).flatMap(well ->
        Collections.nCopies(left.get(well).microlitres().divideToIntegralValue(each).intValue(), well).stream()).toList();
  }

  private boolean isNeeded(Step.Mix mix, int at) {
    Spot well = deck.pool(mix.at());
    for (int n = 0; n < steps.size(); n++) {
      Set<Spot> wells = new LinkedHashSet<>();
      if (undone.containsKey(n) && n < at) {
        undone.getOrDefault(n, Map.of()).keySet().forEach(spot -> wells.add(deck.pool(spot)));
      } else if (undone.containsKey(n) && n > at) {
        wells.addAll(sources(steps.get(n)));
      }
      if (wells.contains(well)) {
        return true;
      }
    }
    return false;
  }

  private Set<Spot> sources(Step step) {
    Set<Spot> sources = new HashSet<>();
    if (step instanceof Step.Transfer it) {
      sources.add(deck.pool(it.from()));
    } else if (step instanceof Step.Distribution it) {
      sources.add(deck.pool(it.from()));
    } else if (step instanceof Step.Aliquot it) {
      sources.add(deck.pool(it.from()));
    }
    return sources;
  }
}
