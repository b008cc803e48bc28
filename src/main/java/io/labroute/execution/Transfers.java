package io.labroute.execution;

import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistPlan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a worklist moves, part by part, in the order of its plan.
 *
 * @param all numbered from 1
 */
record Transfers(List<WorklistTransfer> all) {

  private record Move(int step, Spot from, Spot to, Volume volume, @Nullable String liquidClass) {}

  private record Rounded(Spot from, Spot to, BigDecimal requested) {}

  /**
   * The transfers of a plan and the worklist that was written of it.
   *
   * @throws io.labroute.lab.Refusal {@code release.unbound} when labware has no container; {@code release.account-differs} when
   *     they would not lead to the contents that the worklist was planned with
   */
  static Transfers of(WorklistPlan plan, Worklist worklist, Map<String, Long> containers) {
    Map<Rounded, Volume> roundings = new HashMap<>();
    worklist.roundings().forEach(it ->
        roundings.put(new Rounded(it.from(), it.to(), it.requested().microlitres().stripTrailingZeros()), it.written()));
    var splits = new ArrayList<>(worklist.splits());
    var transfers = new ArrayList<WorklistTransfer>();
    for (Move move : moves(plan.steps())) {
      Volume written = roundings.getOrDefault(
          new Rounded(move.from(), move.to(), move.volume().microlitres().stripTrailingZeros()), rounded(move, plan));
      if (written.isZero()) {
        continue;
      }
      if (plan.deck().pool(move.from()).equals(plan.deck().pool(move.to()))) {
        throw Finding.of("worklist.same-well", "A transfer leads back to where it comes from.").value(move.from().toString()).refusal();
      }
      List<Volume> parts = splits.stream().filter(it -> it.from().equals(move.from()) && it.to().equals(move.to())
          && sum(it.parts()).compareTo(written) == 0).findFirst().map(it -> {
            splits.remove(it);
            return it.parts();
          }).orElse(List.of(written));
      for (int part = 1; part <= parts.size(); part++) {
        transfers.add(new WorklistTransfer(transfers.size() + 1, move.step(), part, parts.size(), move.from().labware(),
            container(move.from(), containers), move.from().well().toString(), move.to().labware(), container(move.to(), containers),
            move.to().well().toString(), move.volume().microlitres(), parts.get(part - 1).microlitres(), move.liquidClass(),
            TransferOutcome.PLANNED, null, null, null));
      }
    }
    var made = new Transfers(List.copyOf(transfers));
    made.requireSameAccount(plan, worklist);
    return made;
  }

  /** Distributions and aliquots have no roundings of their own: the format writes hundredths. */
  private static Volume rounded(Move move, WorklistPlan plan) {
    return plan.target() instanceof WorklistPlan.Tecan ? move.volume().inHundredths() : move.volume();
  }

  private static List<Move> moves(List<Step> steps) {
    var moves = new ArrayList<Move>();
    for (int n = 0; n < steps.size(); n++) {
      int step = n;
      if (steps.get(n) instanceof Step.Transfer it) {
        moves.add(new Move(step, it.from(), it.to(), it.volume(), it.liquidClass()));
      } else if (steps.get(n) instanceof Step.Distribution it) {
        new LinkedHashSet<>(it.wells()).forEach(well -> moves.add(new Move(step, it.from(), well, it.volume(), it.liquidClass())));
      } else if (steps.get(n) instanceof Step.Aliquot it) {
        it.wells().forEach(well -> moves.add(new Move(step, it.from(), well, it.volume(), it.liquidClass())));
      }
    }
    return moves;
  }

  private static long container(Spot spot, Map<String, Long> containers) {
    Long container = containers.get(spot.labware());
    if (container == null) {
      throw Finding.of("release.unbound", "It is not known which container this labware is.").value(spot.labware())
          .allowed(String.join(", ", containers.keySet())).maybe("its barcode is still to be bound.").refusal();
    }
    return container;
  }

  private static Volume sum(List<Volume> parts) {
    return parts.stream().reduce(Volume.ZERO, Volume::plus);
  }

  private void requireSameAccount(WorklistPlan plan, Worklist worklist) {
    Map<Spot, Volume> change = new HashMap<>();
    for (WorklistTransfer it : all) {
      Volume volume = new Volume(it.written());
      change.merge(pool(plan, it.source(), it.sourceWell()), Volume.ZERO.minus(volume), Volume::plus);
      change.merge(pool(plan, it.target(), it.targetWell()), volume, Volume::plus);
    }
    change.forEach((spot, by) -> {
      Contents before = plan.before().at(spot);
      Contents after = worklist.after().at(spot);
      boolean same = before.volume() == null || after.volume() == null
          ? before.volume() == after.volume() : before.volume().plus(by).compareTo(after.volume()) == 0;
      if (!same) {
        throw Finding.of("release.account-differs", "The transfers do not lead to the contents that were planned of %s.".formatted(spot))
            .value(String.valueOf(by)).maybe("this is a fault of the engine: report it with the plan.").refusal();
      }
    });
  }

  private static Spot pool(WorklistPlan plan, String labware, String well) {
    return plan.deck().pool(plan.deck().spot(labware, well));
  }

  /** The spots that are drawn from. */
  static Set<Spot> sources(WorklistPlan plan, Transfers transfers) {
    var sources = new LinkedHashSet<Spot>();
    transfers.all().forEach(it -> sources.add(pool(plan, it.source(), it.sourceWell())));
    return sources;
  }

  /** The spots that are filled. */
  static Set<Spot> targets(WorklistPlan plan, Transfers transfers) {
    var targets = new LinkedHashSet<Spot>();
    transfers.all().forEach(it -> targets.add(pool(plan, it.target(), it.targetWell())));
    return targets;
  }
}
