package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import io.labroute.worklist.Deck;
import io.labroute.worklist.FieldText;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.tecan.GwlRecord.Break;
import io.labroute.worklist.tecan.GwlRecord.Comment;
import io.labroute.worklist.tecan.GwlRecord.Decontaminate;
import io.labroute.worklist.tecan.GwlRecord.Distribution;
import io.labroute.worklist.tecan.GwlRecord.Flush;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.GwlRecord.Script;
import io.labroute.worklist.tecan.GwlRecord.SetDiti;
import io.labroute.worklist.tecan.GwlRecord.Wash;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records as they come to stand one after the other, each checked, and the file they make. */
public final class GwlRecords {

  private static final int MOST_RECORDS = 10_000_000;
  private static final int TIPS_OF_BOX = 96;
  private static final Duration OF_PIPETTING = Duration.ofSeconds(6);
  private static final Duration OF_WASH = Duration.ofSeconds(10);

  private final TecanProfile profile;
  private final GwlRules rules;
  private final List<GwlRecord> records = new ArrayList<>();
  private final Map<String, Finding> warnings = new LinkedHashMap<>();

  GwlRecords(TecanProfile profile, GwlRules rules) {
    this.profile = profile;
    this.rules = rules;
  }

  /**
   * The file of records that someone else has put together.
   *
   * @throws io.labroute.lab.Refusal with the first thing that is wrong
   */
  public static Worklist write(List<GwlRecord> given, Deck deck, TecanProfile profile) {
    var records = new GwlRecords(profile, new GwlRules(profile, deck));
    if (profile.remark() != null) {
      records.remark(profile.remark());
    }
    for (GwlRecord record : given) {
      if (record instanceof Comment comment) {
        records.remark(comment.text());
      } else if (record instanceof Wash wash && profile.tips() == TipSystem.DITI) {
        records.requireNoFault(wash);
        records.add(new Wash(0));
      } else if (record instanceof Distribution it) {
        records.requireNoFault(it);
        records.add(new Distribution(it.source(), it.target(), it.microlitres(), it.liquidClass(), it.reuses(),
            records.multiDispense(it.multiDispense(), new Volume(it.microlitres())), it.leftToRight(),
            it.excluded().stream().sorted().distinct().toList()));
      } else {
        records.add(record);
      }
    }
    return records.finish(new Ledger(deck, Map.of()), List.of(), List.of(), new GwlLabels(deck, false));
  }

  void add(GwlRecord record) {
    requireNoFault(record);
    if (records.size() >= MOST_RECORDS) {
      throw Finding.of("worklist.too-large", "The worklist is too large.").allowed(MOST_RECORDS + " records").refusal();
    }
    if (record instanceof Distribution && profile.dialect() == Dialect.FLUENT) {
      warn(Finding.of("worklist.fluent-reagent-distribution", "FluentControl distributes a reagent only with a labware for its waste.")
          .maybe("the deck has none that is marked as liquid waste."));
    }
    records.add(record);
  }

  private void requireNoFault(GwlRecord record) {
    List<Finding> faults = rules.faults(record);
    if (!faults.isEmpty()) {
      throw faults.get(0).refusal();
    }
    boolean first = records.isEmpty() || records.get(records.size() - 1) instanceof Break;
    if (record instanceof SetDiti && !first) {
      throw Finding.of("worklist.diti-switch-position", "The tip type can only change in the first line or directly after a break.")
          .value(GwlText.line(record)).refusal();
    }
    if (record instanceof Script script && (FieldText.firstIllegal(script.text(), "") >= 0 || !script.text().startsWith("B;"))) {
      throw Finding.of("worklist.illegal-character", "A script command is one line that begins with B;.").value(script.text())
          .refusal();
    }
  }

  /** One line for each line of a text that is not blank. What the file cannot hold is replaced, with a warning. */
  void remark(String text) {
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (!line.isBlank()) {
        String clean = line.strip().replace(';', ',').replaceAll("\\p{Cntrl}", " ");
        String folded = FieldText.folded(clean);
        if (folded != null && folded.indexOf('?') >= 0) {
          warn(Finding.of("worklist.comment-character-replaced", "A comment has a character that ISO-8859-1 does not have.")
              .value(clean));
        }
        add(new Comment(folded == null ? clean : folded));
      }
    }
  }

  /** A break, unless one stands there already. */
  void pause() {
    if (!records.isEmpty() && !(records.get(records.size() - 1) instanceof Break)) {
      add(new Break());
    }
  }

  void changeTip() {
    switch (profile.change()) {
      case SCHEME_1, SCHEME_2, SCHEME_3, SCHEME_4 ->
          add(new Wash(profile.tips() == TipSystem.DITI ? 0 : profile.change().ordinal() + 1));
      case DECONTAMINATE -> add(new Decontaminate());
      case FLUSH -> add(new Flush());
      case REUSE -> { }
    }
  }

  /** How many wells one aspiration serves, as many as were asked for and fit into a tip. */
  int multiDispense(int wanted, Volume volume) {
    int most = Math.max(1, profile.tipMaximum().microlitres().divideToIntegralValue(volume.microlitres()).intValue());
    if (wanted > most) {
      warn(Finding.of("worklist.multi-dispense-reduced", "One aspiration serves fewer wells than were asked for.")
          .value(String.valueOf(wanted)).allowed(most + " of " + volume));
    }
    return Math.min(wanted, most);
  }

  /** Warns of a kind of doubt once. */
  void warn(Finding warning) {
    warnings.putIfAbsent(warning.code(), warning);
  }

  Worklist finish(Ledger after, List<Worklist.Split> splits, List<Worklist.Rounding> roundings, GwlLabels labels) {
    labels.replacements().forEach((label, written) -> warn(
        Finding.of("worklist.label-replaced", "A label is written otherwise.").value(label + " as " + written)));
    List<GwlRecord> complete = withTipTypes();
    List<String> lines = complete.stream().map(record -> GwlText.line(record, profile.shortVolumes())).toList();
    byte[] bytes = FieldText.bytes(lines);
    List<GwlRecord> readBack = GwlText.read(new String(bytes, StandardCharsets.ISO_8859_1)).stream()
        .map(GwlText.Line::record).filter(Objects::nonNull).toList();
    readBack = profile.shortVolumes() ? written(readBack) : readBack;
    if (!readBack.equals(complete)) {
      throw Finding.of("worklist.read-back", "The written file does not read back as it was planned.")
          .maybe("this is a fault of the engine: report it with the plan.").refusal();
    }
    return new Worklist(profile.format(), lines, bytes, List.copyOf(warnings.values()), after, splits, roundings,
        labels.replacements(), usage(complete));
  }

  /** A break sets the tip type back to the script's own, so that it is set anew where more pipetting follows. */
  private List<GwlRecord> withTipTypes() {
    if (profile.ditiIndex() == null) {
      return written(records);
    }
    int last = records.size() - 1;
    while (last >= 0 && !records.get(last).pipettes()) {
      last--;
    }
    var complete = new ArrayList<GwlRecord>(List.of(new SetDiti(profile.ditiIndex())));
    for (int i = 0; i < records.size(); i++) {
      complete.add(records.get(i));
      if (records.get(i) instanceof Break && i < last && !(records.get(i + 1) instanceof SetDiti)) {
        complete.add(new SetDiti(profile.ditiIndex()));
      }
    }
    return written(complete);
  }

  /** With the digits that are written. */
  private static List<GwlRecord> written(List<GwlRecord> records) {
    return records.stream().map(record -> record instanceof Pipetting it
        ? new Pipetting(it.aspirates(), it.rackLabel(), it.rackId(), it.rackType(), it.position(), it.tubeId(),
            new Volume(it.microlitres()).inHundredths().microlitres(), it.liquidClass(), it.tipMask(), it.forcedRackType(),
            it.minimumDetected() == null ? null : new Volume(it.minimumDetected()).inHundredths().microlitres())
        : record instanceof Distribution it ? new Distribution(it.source(), it.target(),
            new Volume(it.microlitres()).inHundredths().microlitres(), it.liquidClass(), it.reuses(), it.multiDispense(),
            it.leftToRight(), it.excluded()) : record).toList();
  }

  private Worklist.Usage usage(List<GwlRecord> complete) {
    int pipettings = 0;
    int transfers = 0;
    int changes = 0;
    int distributing = 0;
    for (GwlRecord record : complete) {
      if (record instanceof Pipetting it) {
        pipettings++;
        transfers += it.aspirates() ? 0 : 1;
      } else if (record instanceof Distribution it) {
        int wells = it.target().last() - it.target().first() + 1 - it.excluded().size();
        int aspirations = (wells - 1) / it.multiDispense() + 1;
        pipettings += wells + aspirations;
        distributing += (aspirations - 1) / it.reuses() + 1;
        transfers += wells;
      } else if (record instanceof Wash || record instanceof Decontaminate) {
        changes++;
      }
    }
    boolean disposable = profile.tips() == TipSystem.DITI;
    int tips = disposable ? Math.max(changes + distributing, transfers > 0 ? 1 : 0) : 0;
    return new Worklist.Usage(transfers, tips, (tips + TIPS_OF_BOX - 1) / TIPS_OF_BOX, disposable ? 0 : changes,
        OF_PIPETTING.multipliedBy(pipettings).plus(OF_WASH.multipliedBy(changes)));
  }
}
