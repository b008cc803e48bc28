package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.ingest.format.Fields;
import io.labroute.lab.Labware;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.LabwareReader;
import io.labroute.worklist.LabwareTypes;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.StepReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The labware of a plan as liquid handlers know it.
 *
 * @param declared what the plan says is in wells; all others are empty
 */
record PlanDeck(Deck deck, Map<Spot, Contents> declared) {

  /**
   * The labware of a plan.
   *
   * @param barcodes by labware, as far as they are bound
   * @throws io.labroute.lab.Refusal where one of a kind is declared that does not exist, or contents of a well that it lacks
   */
  static PlanDeck of(List<PlanLabware> labware, Map<String, String> barcodes) {
    var pieces = new LabwareReader(types());
    var deck = new Deck(labware.stream().map(it -> pieces.read(Fields.of(it.node()), barcodes.get(it.id()))).toList());
    Map<Spot, Contents> declared = new HashMap<>();
    labware.forEach(it -> LabwareReader.contents(Fields.of(it.node()), deck, declared));
    return new PlanDeck(deck, declared);
  }

  static LabwareTypes types() {
    try {
      return LabwareTypes.read(LabwareTypes.FILE);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What a step moves, in the order in which it does. */
  List<Step> moves(PlanStep step) {
    var moves = new ArrayList<Step>();
    StepReader.read(Fields.of(step.liquid()), deck, moves);
    return moves;
  }

  /** The labware that moves need. */
  static Set<String> labels(List<Step> moves) {
    Set<String> labels = new LinkedHashSet<>();
    moves.forEach(move -> {
      sources(move).forEach(spot -> labels.add(spot.labware()));
      targets(move).forEach(spot -> labels.add(spot.labware()));
    });
    return labels;
  }

  static List<Spot> sources(Step move) {
    if (move instanceof Step.Transfer it) {
      return List.of(it.from());
    }
    if (move instanceof Step.Distribution it) {
      return List.of(it.from());
    }
    return move instanceof Step.Aliquot it ? List.of(it.from()) : move instanceof Step.Mix it ? List.of(it.at()) : List.of();
  }

  static List<Spot> targets(Step move) {
    if (move instanceof Step.Transfer it) {
      return List.of(it.to());
    }
    if (move instanceof Step.Distribution it) {
      return it.wells();
    }
    return move instanceof Step.Aliquot it ? it.wells() : List.of();
  }

  /** Only some of the labware, in the order of the plan. */
  Deck only(Set<String> labels) {
    return new Deck(deck.all().stream().filter(it -> labels.contains(it.label())).toList());
  }

  /** What is in the wells of some labware: as declared, and empty where nothing is. */
  Map<Spot, Contents> contents(Set<String> labels) {
    Map<Spot, Contents> contents = new HashMap<>();
    for (Labware labware : only(labels).all()) {
      labware.wells().forEach(well -> {
        Spot pool = deck.pool(new Spot(labware.label(), well));
        contents.put(pool, declared.getOrDefault(pool, Contents.EMPTY));
      });
    }
    return contents;
  }

  /** The account of some labware out of the account of all. */
  static Ledger part(Deck deck, Map<Spot, Contents> all) {
    return new Ledger(deck, all.entrySet().stream().filter(entry -> deck.find(entry.getKey().labware()) != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
