package io.labroute.execution;

import io.labroute.execution.TransferOutcomes.Settled;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Place;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Deck;
import io.labroute.worklist.RunReport.Entry;
import io.labroute.worklist.RunReport.Outcome;
import io.labroute.worklist.Spot;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.tecan.GwlPlanner;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a report and the transfers of a worklist, each line with what it speaks of; in the order of the report. */
final class ReportMatch {

  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  private final WorklistPlan.Target target;
  private final Deck deck;
  private final Map<String, String> labels = new HashMap<>();
  private final List<WorklistTransfer> transfers;

  private record Pair(Spot from, Spot to) {}

  /**
   * What lines say.
   *
   * @param settled what is new
   * @param unchanged lines that say what is known
   * @param faults lines that speak of no transfer, or contradict what is known
   */
  record Said(List<Settled> settled, List<Entry> unchanged, Map<Entry, Finding> faults) {}

  /**
   * @param names what a label is also called, in the file or as a barcode
   */
  ReportMatch(PlanText plan, List<WorklistTransfer> transfers, Map<String, Set<String>> names) {
    this.target = plan.target();
    this.deck = new Deck(plan.deck());
    this.transfers = transfers;
    deck.all().forEach(it -> labels.put(it.label(), it.label()));
    names.forEach((label, others) -> others.forEach(other -> labels.putIfAbsent(other, label)));
  }

  /** Whether every line speaks of a transfer of this worklist. */
  boolean fits(List<Entry> entries) {
    return said(entries).faults().values().stream().noneMatch(it -> it.code().equals("report.not-in-worklist"));
  }

  /** Whether anything is still to be heard of it. */
  boolean isOpen() {
    return transfers.stream().anyMatch(ReportMatch::isOpen);
  }

  private static boolean isOpen(WorklistTransfer it) {
    return it.outcome() == TransferOutcome.PLANNED || it.outcome() == TransferOutcome.UNKNOWN;
  }

  /** What the lines say of the transfers. */
  Said said(List<Entry> entries) {
    Map<Pair, List<WorklistTransfer>> waiting = new LinkedHashMap<>();
    transfers.forEach(it -> waiting.computeIfAbsent(new Pair(spot(it.source(), it.sourceWell()), spot(it.target(), it.targetWell())),
        pair -> new ArrayList<>()).add(it));
    var said = new Said(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (Entry entry : entries) {
      Spot from = spot(entry.source());
      Spot to = spot(entry.destination());
      List<WorklistTransfer> left = from == null || to == null ? List.of() : waiting.getOrDefault(new Pair(from, to), List.of());
      if (left.isEmpty()) {
        said.faults().put(entry, Finding.of("report.not-in-worklist", "The worklist has no such transfer, or not as often.")
            .at(Place.line(entry.line())).value(entry.source() + " to " + entry.destination()));
      } else {
        say(entry, left, said);
      }
    }
    return said;
  }

  private void say(Entry entry, List<WorklistTransfer> left, Said said) {
    List<WorklistTransfer> meant = meant(entry, left);
    if (meant.isEmpty()) {
      said.faults().put(entry, Finding.of("report.volume-differs", "The worklist asked for another volume.").at(Place.line(entry.line()))
          .value(entry.requested().toString()).allowed(new Volume(left.get(0).written()).toString()));
      left.remove(0);
      return;
    }
    left.removeAll(meant);
    BigDecimal all = meant.stream().map(WorklistTransfer::written).reduce(BigDecimal.ZERO, BigDecimal::add);
    var news = new ArrayList<Settled>();
    for (WorklistTransfer it : meant) {
      Settled now = settled(entry, it, all);
      if (isOpen(it)) {
        if (it.outcome() != now.outcome()) {
          news.add(now);
        }
      } else if (contradicts(it, now)) {
        said.faults().put(entry, Finding.of("report.contradiction", "Something else is known of the transfer %d.".formatted(it.number()))
            .at(Place.line(entry.line())).value(told(now.outcome(), now.actual()))
            .allowed("%s, as %s says".formatted(told(it.outcome(), it.actual()), it.decidedBy()))
            .maybe("this report is of another run, or the earlier one was wrong: what is known stays."));
        return;
      }
    }
    said.settled().addAll(news);
    if (news.isEmpty()) {
      said.unchanged().add(entry);
    }
  }

  /** One part, or all parts of a transfer that was split. */
  private static List<WorklistTransfer> meant(Entry entry, List<WorklistTransfer> left) {
    WorklistTransfer first = left.get(0);
    if (isSame(entry.requested(), first.written())) {
      return List.of(first);
    }
    List<WorklistTransfer> parts = left.stream().limit(first.parts()).filter(it -> it.step() == first.step()).toList();
    return isSame(entry.requested(), parts.stream().map(WorklistTransfer::written).reduce(BigDecimal.ZERO, BigDecimal::add))
        || isSame(entry.requested(), first.requested()) ? parts : List.of();
  }

  private static boolean isSame(Volume reported, BigDecimal written) {
    return reported.microlitres().subtract(written).abs().compareTo(TOLERANCE.multiply(written.min(BigDecimal.ONE))) <= 0;
  }

  private static Settled settled(Entry entry, WorklistTransfer it, BigDecimal all) {
    Volume actual = entry.actual();
    if (entry.outcome() == Outcome.UNKNOWN) {
      return new Settled(it.number(), TransferOutcome.UNKNOWN, null, entry.reason(), entry.line());
    }
    if (entry.outcome() == Outcome.UNDONE || actual != null && (actual.isZero() || actual.isNegative())) {
      return new Settled(it.number(), TransferOutcome.UNDONE, null, entry.reason() == null ? "nothing was moved" : entry.reason(),
          entry.line());
    }
    BigDecimal share = actual == null || actual.microlitres().compareTo(all) == 0 ? null
        : actual.microlitres().multiply(it.written()).divide(all, MathContext.DECIMAL64);
    return new Settled(it.number(), TransferOutcome.DONE, share, null, entry.line());
  }

  private static boolean contradicts(WorklistTransfer known, Settled now) {
    if (now.outcome() == TransferOutcome.UNKNOWN) {
      return false;
    }
    boolean otherVolume = now.outcome() == TransferOutcome.DONE && now.actual() != null
        && now.actual().compareTo(known.actual() == null ? known.written() : known.actual()) != 0;
    return known.outcome() != now.outcome() || otherVolume;
  }

  private static String told(TransferOutcome outcome, @Nullable BigDecimal actual) {
    return actual == null ? outcome.text() : "%s, %s".formatted(outcome.text(), new Volume(actual));
  }

  /** {@code Plate/A1} as the plan names it; null when it is none of the worklist's. */
  private @Nullable Spot spot(String text) {
    int slash = text.lastIndexOf('/');
    String label = labels.get(text.substring(0, slash));
    if (label == null) {
      return null;
    }
    Labware labware = deck.get(label);
    String name = text.substring(slash + 1);
    WellAddress well = WellAddress.parse(name);
    if (well == null && name.matches("[1-9]\\d{0,3}")) {
      well = numbered(labware, Integer.parseInt(name));
    }
    return well == null || !labware.has(well) ? null : deck.pool(new Spot(label, well));
  }

  /** The well of a number, as the device counts. */
  private @Nullable WellAddress numbered(Labware labware, int number) {
    for (int column = 0; column < labware.shape().columns(); column++) {
      for (int row = 0; row < labware.shape().rows(); row++) {
        var well = new WellAddress(row, column);
        int position = target instanceof WorklistPlan.Tecan tecan
            ? GwlPlanner.position(labware.shape(), well, tecan.profile().dialect()) : column * labware.shape().rows() + row + 1;
        if (position == number) {
          return well;
        }
      }
    }
    return null;
  }

  private Spot spot(String label, String well) {
    return deck.pool(deck.spot(label, well));
  }
}
