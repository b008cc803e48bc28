package io.labroute.worklist.echo;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.worklist.Contents.Liquid;
import io.labroute.worklist.Deck;
import io.labroute.worklist.FieldText;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.Worklist;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans picklists: in nanolitres, on the grid of droplets, in the requested order. Either all of it comes out, or a refusal. */
public final class EchoPlanner {

  private static final String SEPARATOR = ",";
  private static final Duration OF_LINE = Duration.ofMillis(700);

  private EchoPlanner() {}

  /**
   * Plans, writes, reads back and compares.
   *
   * @param before what is in the wells; it is not changed
   * @throws io.labroute.lab.Refusal with the first thing that is wrong; nothing has been changed then
   */
  public static Worklist plan(Deck deck, Ledger before, List<Step> steps, EchoProfile profile) {
    requireGrid(profile);
    Ledger after = before.copy();
    var rows = new ArrayList<EchoPicklist.Row>();
    var splits = new ArrayList<Worklist.Split>();
    var roundings = new ArrayList<Worklist.Rounding>();
    for (Step step : steps) {
      if (!(step instanceof Transfer transfer)) {
        throw Finding.of("worklist.step-not-in-format", "A picklist has transfers only.").value(step.getClass().getSimpleName())
            .refusal();
      }
      Volume volume = onGrid(transfer, profile);
      if (volume.compareTo(transfer.volume()) != 0) {
        roundings.add(new Worklist.Rounding(transfer.from(), transfer.to(), transfer.volume(), volume));
      }
      List<Volume> parts = parts(volume, profile.most());
      if (parts.size() > 1) {
        splits.add(new Worklist.Split(transfer.from(), transfer.to(), parts));
      }
      for (Volume part : parts) {
        rows.add(row(deck, transfer, part, profile));
        Map<Liquid, Double> liquid = after.draw(transfer.from(), part);
        after.add(transfer.to(), part, liquid);
      }
    }
    requireApart(rows);
    List<String> lines = EchoPicklist.lines(rows);
    byte[] bytes = FieldText.bytes(lines);
    if (!EchoPicklist.read(new String(bytes, StandardCharsets.ISO_8859_1)).equals(rows)) {
      throw Finding.of("worklist.read-back", "The written file does not read back as it was planned.")
          .maybe("this is a fault of the engine: report it with the plan.").refusal();
    }
    return new Worklist("echo", lines, bytes, List.of(), after, splits, roundings, Map.of(),
        new Worklist.Usage(rows.size(), 0, 0, 0, OF_LINE.multipliedBy(rows.size())));
  }

  private static void requireGrid(EchoProfile profile) {
    boolean usable = profile.increment().exceeds(Volume.ZERO) && profile.most().exceeds(Volume.ZERO)
        && profile.most().microlitres().remainder(profile.increment().microlitres()).signum() == 0;
    if (!usable) {
      throw Finding.of("worklist.echo-profile", "The largest transfer is no multiple of the droplet.")
          .value("%s of %s".formatted(profile.most(), profile.increment())).refusal();
    }
  }

  /** A source lies upright, a destination upside down above it. */
  private static void requireApart(List<EchoPicklist.Row> rows) {
    Set<String> destinations = rows.stream().map(EchoPicklist.Row::destination).collect(Collectors.toSet());
    rows.stream().map(EchoPicklist.Row::source).filter(destinations::contains).findFirst().ifPresent(label -> {
      throw Finding.of("worklist.source-is-destination", "A plate cannot be source and destination of one picklist.").value(label)
          .maybe("two runs are meant.").refusal();
    });
  }

  private static EchoPicklist.Row row(Deck deck, Transfer transfer, Volume volume, EchoProfile profile) {
    Labware source = deck.get(transfer.from().labware());
    Labware target = deck.get(transfer.to().labware());
    requireWell(source, transfer.from());
    requireWell(target, transfer.to());
    String type = source.type() == null ? profile.sourceType() : source.type();
    FieldText.requireInTable("The source plate's name", source.label(), SEPARATOR);
    FieldText.requireInTable("The source plate's type", type, SEPARATOR);
    FieldText.requireInTable("The destination plate's name", target.label(), SEPARATOR);
    if (source.label().isBlank() || target.label().isBlank()) {
      throw Finding.of("worklist.label-missing", "A plate has no name.").refusal();
    }
    return new EchoPicklist.Row(source.label(), type, transfer.from().well(), target.label(), transfer.to().well(),
        volume.nanolitres().stripTrailingZeros());
  }

  private static void requireWell(Labware labware, Spot spot) {
    if (!labware.has(spot.well())) {
      throw Finding.of("worklist.well-out-of-range", "The labware %s has no such well.".formatted(labware.label()))
          .value(spot.well().toString()).refusal();
    }
  }

  private static Volume onGrid(Transfer transfer, EchoProfile profile) {
    Volume volume = transfer.volume();
    String of = "The volume from %s to %s".formatted(transfer.from(), transfer.to());
    if (volume.isNegative()) {
      throw Finding.of("worklist.volume-negative", of + " is negative.").value(volume.toString()).refusal();
    }
    if (!volume.isZero() && profile.increment().exceeds(volume)) {
      throw Finding.of("worklist.volume-below-resolution", of + " is less than a droplet.").value(volume.toString())
          .allowed("0, or %s and more".formatted(profile.increment())).refusal();
    }
    BigDecimal droplets = volume.microlitres().divide(profile.increment().microlitres(), 0, RoundingMode.HALF_UP);
    var near = new Volume(droplets.multiply(profile.increment().microlitres()));
    if (near.compareTo(volume) == 0) {
      return near;
    }
    if (profile.snap() == null) {
      throw Finding.of("worklist.volume-not-on-grid", of + " is no whole number of droplets.").value(volume.toString())
          .allowed("a multiple of " + profile.increment()).maybe("the nearest, %s, is meant.".formatted(near)).refusal();
    }
    if (new Volume(near.minus(volume).microlitres().abs()).exceeds(profile.snap())) {
      throw Finding.of("worklist.rounding-tolerance-exceeded", of + " is too far from a whole number of droplets.")
          .value(volume.toString()).allowed("at most %s off".formatted(profile.snap())).refusal();
    }
    return near;
  }

  private static List<Volume> parts(Volume volume, Volume most) {
    if (volume.exceeds(most.times(1_000))) {
      throw Finding.of("worklist.too-many-parts", "The volume would take too many lines.").value(volume.toString())
          .allowed("at most 1,000 of " + most).maybe("its unit is wrong.").refusal();
    }
    var parts = new ArrayList<Volume>();
    Volume rest = volume;
    while (rest.exceeds(most)) {
      parts.add(most);
      rest = rest.minus(most);
    }
    if (!rest.isZero()) {
      parts.add(rest);
    }
    return parts;
  }
}
