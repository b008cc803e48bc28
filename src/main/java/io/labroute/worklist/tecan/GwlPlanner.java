package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Contents.Liquid;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Dependencies;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.Step.Aliquot;
import io.labroute.worklist.Step.Distribution;
import io.labroute.worklist.Step.Mix;
import io.labroute.worklist.Step.Pause;
import io.labroute.worklist.Step.Remark;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans the records of a worklist: quantised, split, ordered, booked. Either all of it comes out, or a refusal and nothing.
 */
public final class GwlPlanner {

  private static final int FIRST_TIP = 1;

  private final Deck deck;
  private final TecanProfile profile;
  private final Ledger ledger;
  private final GwlLabels labels;
  private final GwlOrder order;
  private final GwlRecords records;
  private final Set<Spot> filledSinceBreak = new HashSet<>();
  private final List<Worklist.Split> splits = new ArrayList<>();
  private final List<Worklist.Rounding> roundings = new ArrayList<>();
  private @Nullable Spot lastSource;

  private GwlPlanner(Deck deck, Ledger before, TecanProfile profile) {
    this.deck = deck;
    this.profile = profile;
    this.ledger = before.copy();
    this.labels = new GwlLabels(deck, profile.replaceInLabels());
    this.order = new GwlOrder(profile.bySource());
    this.records = new GwlRecords(profile, new GwlRules(profile, labels.deck()));
  }

  /**
   * Plans, writes, reads back and compares.
   *
   * @param before what is in the wells; it is not changed
   * @throws Refusal with the first thing that is wrong; nothing has been changed then
   */
  public static Worklist plan(Deck deck, Ledger before, List<Step> steps, TecanProfile profile) {
    var planner = new GwlPlanner(deck, before, profile);
    planner.steps(steps);
    return planner.records.finish(planner.ledger, planner.splits, planner.roundings, planner.labels);
  }

  private void steps(List<Step> steps) {
    if (profile.remark() != null) {
      records.remark(profile.remark());
    }
    var transfers = new ArrayList<Transfer>();
    for (Step step : steps) {
      if (step instanceof Transfer transfer) {
        transfers.add(transfer);
        continue;
      }
      transfers(transfers);
      transfers.clear();
      if (step instanceof Distribution distribution) {
        distribute(distribution);
      } else if (step instanceof Aliquot aliquot) {
        aliquot(aliquot);
      } else if (step instanceof Mix mix) {
        mix(mix);
      } else if (step instanceof Remark remark) {
        records.remark(remark.text());
      } else if (step instanceof Pause) {
        pause();
      }
    }
    transfers(transfers);
  }

  private void transfers(List<Transfer> requested) {
    List<Transfer> written = requested.stream().map(this::quantised).filter(transfer -> !transfer.volume().isZero()).toList();
    for (var part : Dependencies.parts(written, deck, Transfer::from, Transfer::to)) {
      if (part.readsEarlier()) {
        pause();
      }
      order.columns(part.moves()).forEach(this::column);
    }
  }

  private Transfer quantised(Transfer transfer) {
    if (transfer.from().equals(transfer.to())) {
      throw Finding.of("worklist.same-well", "A transfer leads back to where it comes from.").value(transfer.from().toString())
          .maybe("a mix is meant.").refusal();
    }
    Volume volume = quantised(transfer.volume(), transfer.from());
    if (volume.compareTo(transfer.volume()) != 0) {
      roundings.add(new Worklist.Rounding(transfer.from(), transfer.to(), transfer.volume(), volume));
    }
    return new Transfer(transfer.from(), transfer.to(), volume, transfer.liquidClass(), transfer.note());
  }

  private Volume quantised(Volume volume, Spot at) {
    Volume rounded = volume.inHundredths();
    if (volume.isNegative() || rounded.isZero() && !volume.isZero()) {
      throw Finding.of(volume.isNegative() ? "worklist.volume-negative" : "worklist.volume-below-resolution",
          "The volume from %s cannot be written.".formatted(at)).value(volume.toString())
          .allowed("0, or 0.005 uL and more").refusal();
    }
    return rounded;
  }

  /** Rounds: the first parts of all, then the second parts, … */
  private void column(List<Transfer> transfers) {
    List<List<Volume>> parts = transfers.stream().map(this::parts).toList();
    int rounds = parts.stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < rounds; round++) {
      int touched = 0;
      for (int i = 0; i < transfers.size(); i++) {
        if (round < parts.get(i).size()) {
          Transfer transfer = transfers.get(i);
          move(transfer.from(), transfer.to(), parts.get(i).get(round), transfer.liquidClass());
          touched++;
        }
      }
      if (touched > 1 && round < rounds - 1) {
        pause();
      }
    }
    if (rounds > 1) {
      pause();
    }
  }

  private void pause() {
    records.pause();
    filledSinceBreak.clear();
  }

  /** The device may aspirate with its next tip before the last has dispensed: what was filled is done before it is drawn from. */
  private void awaitFilled(Spot source) {
    if (filledSinceBreak.contains(source)) {
      pause();
    }
  }

  private List<Volume> parts(Transfer transfer) {
    if (!profile.split()) {
      return List.of(transfer.volume());
    }
    List<Volume> parts = VolumeSplit.parts(transfer.volume(), profile.tipMaximum());
    if (parts.size() > 1) {
      splits.add(new Worklist.Split(transfer.from(), transfer.to(), parts));
    }
    return parts;
  }

  private void move(Spot from, Spot to, Volume volume, @Nullable String liquidClass) {
    aspirate(from, volume, liquidClass, null);
    Map<Liquid, Double> liquid = ledger.draw(from, volume);
    dispense(to, volume, liquidClass);
    ledger.add(to, volume, liquid);
    changeTip();
  }

  private void dispense(Spot to, Volume volume, @Nullable String liquidClass) {
    records.add(pipetting(false, to, volume, liquidClass, null));
    filledSinceBreak.add(deck.pool(to));
  }

  private void aspirate(Spot from, Volume volume, @Nullable String liquidClass, @Nullable Integer mask) {
    Spot source = deck.pool(from);
    awaitFilled(source);
    if (lastSource != null && !lastSource.equals(source)) {
      records.warn(Finding.of("worklist.tip-reused-across-sources", "A tip that was in one source goes into another unwashed.")
          .value(lastSource + " to " + source));
    }
    lastSource = source;
    records.add(pipetting(true, from, volume, liquidClass, mask));
  }

  private void changeTip() {
    records.changeTip();
    if (profile.change() != TipChange.REUSE) {
      lastSource = null;
    }
  }

  private void aliquot(Aliquot aliquot) {
    Volume volume = quantised(aliquot.volume(), aliquot.from());
    if (volume.isZero() || aliquot.wells().isEmpty()) {
      return;
    }
    int wellsOfOneTip = Math.max(1, profile.tipMaximum().microlitres().divideToIntegralValue(volume.microlitres()).intValue());
    for (int first = 0; first < aliquot.wells().size(); first += wellsOfOneTip) {
      List<Spot> wells = aliquot.wells().subList(first, Math.min(first + wellsOfOneTip, aliquot.wells().size()));
      Volume total = volume.times(wells.size());
      aspirate(aliquot.from(), total, aliquot.liquidClass(), null);
      Map<Liquid, Double> liquid = ledger.draw(aliquot.from(), total);
      for (Spot well : wells) {
        dispense(well, volume, aliquot.liquidClass());
        ledger.add(well, volume, liquid);
      }
      changeTip();
    }
  }

  /** The format has no record for it: the same tip goes up and down. */
  private void mix(Mix mix) {
    Volume volume = quantised(mix.volume(), mix.at());
    if (mix.cycles() < 1 || mix.cycles() > 100) {
      throw Finding.of("worklist.mix-cycles", "This is no number of times to mix.").value(String.valueOf(mix.cycles()))
          .allowed("1 to 100").refusal();
    }
    ledger.requireAvailable(mix.at(), volume);
    for (int cycle = 0; cycle < mix.cycles(); cycle++) {
      aspirate(mix.at(), volume, mix.liquidClass(), FIRST_TIP);
      records.add(pipetting(false, mix.at(), volume, mix.liquidClass(), FIRST_TIP));
    }
    filledSinceBreak.add(deck.pool(mix.at()));
    changeTip();
  }

  private void distribute(Distribution it) {
    Volume volume = quantised(it.volume(), it.from());
    Labware source = deck.get(it.from().labware());
    Labware target = deck.get(it.to());
    var positions = new TreeSet<Integer>();
    it.wells().forEach(well -> positions.add(position(target, well.well())));
    if (volume.isZero() || positions.isEmpty()) {
      return;
    }
    var excluded = new ArrayList<Integer>();
    boolean all = it.wells().size() > target.shape().positions() / 2;
    int first = all ? 1 : positions.first();
    int last = all ? target.shape().positions() : positions.last();
    for (int position = first; position <= last; position++) {
      if (!positions.contains(position)) {
        excluded.add(position);
      }
    }
    awaitFilled(deck.pool(it.from()));
    WellAddress bottom = new WellAddress(source.shape().rows() - 1, it.from().well().column());
    boolean pool = source.shape() instanceof Labware.Trough;
    var from = rack(source, position(source, pool ? source.pool(it.from().well()) : it.from().well()),
        position(source, pool ? bottom : it.from().well()));
    records.add(new GwlRecord.Distribution(from, rack(target, first, last), volume.microlitres(), text(it.liquidClass()),
        it.reuses(), records.multiDispense(it.multiDispense(), volume), it.leftToRight(), List.copyOf(excluded)));
    Map<Liquid, Double> liquid = ledger.draw(it.from(), volume.times(positions.size()));
    it.wells().stream().distinct().forEach(well -> {
      ledger.add(well, volume, liquid);
      filledSinceBreak.add(deck.pool(well));
    });
  }

  private GwlRecord.Rack rack(Labware labware, int first, int last) {
    return new GwlRecord.Rack(labels.of(labware.label()), text(labware.barcode()), text(labware.type()), first, last);
  }

  private Pipetting pipetting(boolean aspirates, Spot spot, Volume volume, @Nullable String liquidClass, @Nullable Integer mask) {
    Labware labware = deck.get(spot.labware());
    if (!labware.has(spot.well())) {
      throw Finding.of("worklist.well-out-of-range", "The labware %s has no such well.".formatted(labware.label()))
          .value(spot.well().toString()).refusal();
    }
    BigDecimal microlitres = volume.inHundredths().microlitres();
    return new Pipetting(aspirates, labels.of(labware.label()), text(labware.barcode()), text(labware.type()),
        position(labware, spot.well()), "", microlitres, text(liquidClass), mask, "", null);
  }

  /** Column by column; of a trough, FluentControl counts columns only. */
  private int position(Labware labware, WellAddress well) {
    return position(labware.shape(), well, profile.dialect());
  }

  /** 1-based number of a well: column by column; of a trough, FluentControl counts columns only. */
  public static int position(Labware.Shape shape, WellAddress well, Dialect dialect) {
    return shape instanceof Labware.Trough && dialect == Dialect.FLUENT ? well.column() + 1
        : well.column() * shape.rows() + well.row() + 1;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
