package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.worklist.Step.Aliquot;
import io.labroute.worklist.Step.Distribution;
import io.labroute.worklist.Step.Mix;
import io.labroute.worklist.Step.Note;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.echo.EchoPlanner;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TablePlanner;
import io.labroute.worklist.table.TableProfile.Positions;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.GwlPlanner;
import io.labroute.worklist.tecan.GwlRecord;
import io.labroute.worklist.tecan.GwlRecords;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One case of a file of cases, with its settings gathered: the innermost of defaults, case, input and variant holds. */
record WorklistCase(String name, String format, Map<String, Object> settings, Map<String, Object> expect) {

  private static final Set<String> OF_THE_CASE = Set.of("id", "format", "title", "input", "expect", "robotools", "basis", "variants");

  /** A case for each variant of each case of a file. */
  static List<WorklistCase> of(Map<String, Object> file) {
    var cases = new ArrayList<WorklistCase>();
    for (Map<String, Object> given : list(file.get("cases"))) {
      Map<String, Object> settings = new LinkedHashMap<>(map(file.get("defaults")));
      settings.putAll(given);
      settings.putAll(map(given.get("input")));
      OF_THE_CASE.forEach(settings::remove);
      List<Map<String, Object>> inputs = list(map(given.get("input")).get("variants"));
      List<Map<String, Object>> expectations = list(map(given.get("expect")).get("variants"));
      int variants = Math.max(1, Math.max(inputs.size(), expectations.size()));
      for (int i = 0; i < variants; i++) {
        Map<String, Object> own = new LinkedHashMap<>(settings);
        if (i < inputs.size()) {
          own.putAll(inputs.get(i));
        }
        Map<String, Object> expected = i < expectations.size() ? expectations.get(i) : map(given.get("expect"));
        if (expected.containsKey("profile")) {
          own.put("profile", expected.get("profile"));
        }
        cases.add(new WorklistCase(given.get("id") + (variants > 1 ? " variant " + (i + 1) : ""), String.valueOf(given.get("format")),
            own, expected));
      }
    }
    return cases;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Object value) {
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> values(Object value) {
    return value == null ? List.of() : (List<Object>) value;
  }

  private String text(String key, String usual) {
    return settings.containsKey(key) ? String.valueOf(settings.get(key)) : usual;
  }

  TecanProfile tecan() {
    String wash = text("wash", "1");
    TipChange change = switch (wash) {
      case "flush" -> TipChange.FLUSH;
      case "reuse" -> TipChange.REUSE;
      case "decontaminate" -> TipChange.DECONTAMINATE;
      case "1", "2", "3", "4" -> TipChange.valueOf("SCHEME_" + wash);
      default -> throw Finding.of("worklist.invalid-wash-scheme", "There is no such wash.").value(wash).refusal();
    };
    return new TecanProfile(Dialect.valueOf(text("dialect", "evo").toUpperCase(Locale.ROOT)),
        TipSystem.valueOf(text("tips", "fixed").toUpperCase(Locale.ROOT)), change, Volume.ofMicrolitres(text("tip_max_ul", "950")),
        Boolean.parseBoolean(text("auto_split", "true")), text("partition_by", "source").equals("source"),
        text("label_policy", "reject").equals("replace"), settings.containsKey("diti_index") ? Integer.valueOf(text("diti_index", "1")) : null,
        settings.containsKey("label") ? text("label", "") : null, text("volumes", "hundredths").equals("short"));
  }

  /** The declared labware; what transfers and records name besides is a 96-well plate, in Echo cases the source a 384-well one. */
  Deck deck() {
    Map<String, Labware> labware = new LinkedHashMap<>();
    Map<String, Object> declarations = map(settings.get("labware"));
    if (declarations.get("plate") instanceof List || declarations.get("tube") instanceof Boolean
        || map(declarations.get("trough")).containsKey("virtual_rows")) {
      return new Deck(List.of(labware("unnamed", declarations)));
    }
    declarations.forEach((label, declared) -> labware.put(label, labware(label, map(declared))));
    boolean echo = format.startsWith("echo");
    for (Map<String, Object> transfer : list(settings.get("transfers"))) {
      labware.computeIfAbsent(label(transfer.get("from")), label -> Labware.of(label, new Labware.Plate(echo ? 16 : 8, echo ? 24 : 12)));
      labware.computeIfAbsent(label(transfer.get("to")), label -> settings.containsKey("destination")
          ? labware(label, map(settings.get("destination"))) : Labware.of(label, new Labware.Plate(8, 12)));
    }
    for (Map<String, Object> record : list(settings.get("records"))) {
      Stream.of("rack_label", "src_label", "dst_label").map(record::get).filter(label -> label != null && !label.equals(""))
          .forEach(label -> labware.computeIfAbsent(label.toString(), it -> Labware.of(it, new Labware.Plate(8, 12))));
    }
    return new Deck(labware.values());
  }

  private static String label(Object spot) {
    return String.valueOf(values(spot).get(0));
  }

  private static Labware labware(String label, Map<String, Object> declared) {
    Labware.Shape shape;
    if (declared.containsKey("trough")) {
      Map<String, Object> trough = map(declared.get("trough"));
      shape = new Labware.Trough((int) trough.get("virtual_rows"), (int) trough.get("columns"));
    } else if (declared.containsKey("tube")) {
      shape = new Labware.Tube();
    } else {
      List<Object> plate = values(declared.getOrDefault("plate", List.of(8, 12)));
      shape = new Labware.Plate((int) plate.get(0), (int) plate.get(1));
    }
    return new Labware(label, text(declared.get("rack_id")), text(declared.get("rack_type")), shape,
        declared.containsKey("min_ul") ? Volume.ofMicrolitres(declared.get("min_ul").toString()) : Volume.ZERO,
        declared.containsKey("max_ul") ? Volume.ofMicrolitres(declared.get("max_ul").toString()) : null);
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  /** Wells with a declared initial volume. */
  Ledger ledger(Deck deck) {
    Map<Spot, Contents> wells = new LinkedHashMap<>();
    map(settings.get("labware")).forEach((label, declared) -> {
      Object initial = map(declared).get("initial_ul");
      if (initial != null) {
        Labware.Shape shape = deck.get(label).shape();
        for (int row = 0; row < shape.rows(); row++) {
          for (int column = 0; column < shape.columns(); column++) {
            wells.put(new Spot(label, new io.labroute.lab.WellAddress(row, column)),
                Contents.of(new Contents.Liquid(label, null), Volume.ofMicrolitres(initial.toString())));
          }
        }
      }
    });
    return new Ledger(deck, wells);
  }

  Worklist plan(Deck deck, Ledger before) {
    if (format.startsWith("echo")) {
      return EchoPlanner.plan(deck, before, steps(deck), echo());
    }
    if (format.startsWith("hamilton")) {
      return hamilton(deck, before);
    }
    if (settings.containsKey("records") || settings.containsKey("washes")) {
      var records = new ArrayList<GwlRecord>();
      list(settings.get("records")).forEach(record -> records.add(record(record)));
      values(settings.get("washes")).forEach(wash -> records.add(wash.equals("decontaminate") ? new GwlRecord.Decontaminate()
          : new GwlRecord.Wash((int) wash)));
      return GwlRecords.write(records, deck, tecan());
    }
    return GwlPlanner.plan(deck, before, steps(deck), tecan());
  }

  private EchoProfile echo() {
    return new EchoProfile(Volume.ofNanolitres(new BigDecimal(text("increment_nl", "2.5"))),
        Volume.ofNanolitres(new BigDecimal(text("max_transfer_nl", "10000"))),
        settings.containsKey("snap_tolerance_nl") ? Volume.ofNanolitres(new BigDecimal(text("snap_tolerance_nl", "0"))) : null,
        text("source_plate_type", "384PP_AQ_BP"));
  }

  private Worklist hamilton(Deck deck, Ledger before) {
    try {
      var profile = TableProfiles.read(TableProfiles.FILE).worklist(text("profile", "plate-well-volume"));
      var rows = new ArrayList<TablePlanner.Row>();
      for (Map<String, Object> it : list(settings.get("transfers"))) {
        rows.add(new TablePlanner.Row(spot(deck, it.get("from")), String.valueOf(values(it.get("from")).get(1)), spot(deck, it.get("to")),
            String.valueOf(values(it.get("to")).get(1)), volume(it), text(it.get("liquid_class")),
            new Note(text(it.get("source_type")), text(it.get("destination_type")),
                it.containsKey("buffer_volume") ? Volume.ofMicrolitres(it.get("buffer_volume").toString()) : null)));
      }
      return TablePlanner.plan(deck, before, rows, settings.containsKey("position_style")
          ? profile.with(Positions.valueOf(text("position_style", "name").toUpperCase(Locale.ROOT).replace('-', '_'))) : profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Step> steps(Deck deck) {
    var steps = new ArrayList<Step>();
    for (Map<String, Object> it : list(settings.get("transfers"))) {
      steps.add(new Transfer(spot(deck, it.get("from")), spot(deck, it.get("to")), volume(it), text(it.get("liquid_class")), Note.NONE));
    }
    if (settings.containsKey("aliquot")) {
      Map<String, Object> it = map(settings.get("aliquot"));
      steps.add(new Aliquot(spot(deck, it.get("from")), values(it.get("wells")).stream()
          .map(well -> deck.spot(text(it.get("to")), well.toString())).toList(), volume(it), text(it.get("liquid_class"))));
    }
    if (settings.containsKey("mix")) {
      Map<String, Object> it = map(settings.get("mix"));
      steps.add(new Mix(spot(deck, it.get("at")), volume(it), (int) it.get("cycles"), text(it.get("liquid_class"))));
    }
    if (settings.containsKey("distribute")) {
      steps.add(distribution(deck, map(settings.get("distribute"))));
    }
    return steps;
  }

  private static Step distribution(Deck deck, Map<String, Object> it) {
    Labware target = deck.get(text(it.get("to")));
    List<Spot> excluded = values(it.get("all_wells_except")).stream().map(well -> deck.spot(target.label(), well.toString())).toList();
    var wells = new ArrayList<Spot>();
    for (int column = 0; column < target.shape().columns(); column++) {
      for (int row = 0; row < target.shape().rows(); row++) {
        var spot = new Spot(target.label(), new io.labroute.lab.WellAddress(row, column));
        if (it.containsKey("wells") ? values(it.get("wells")).stream().anyMatch(well -> deck.spot(target.label(), well.toString()).equals(spot))
            : !excluded.contains(spot)) {
          wells.add(spot);
        }
      }
    }
    return new Distribution(spot(deck, it.get("from")), target.label(), wells, volume(it), text(it.get("liquid_class")),
        (int) it.getOrDefault("diti_reuse", 1), (int) it.getOrDefault("multi_disp", 1),
        !"right_to_left".equals(it.get("direction")));
  }

  /** A remark may stand beside what it speaks of. */
  WorklistCase withInnerLabel() {
    for (String step : List.of("distribute", "aliquot")) {
      Object label = map(settings.get(step)).get("label");
      if (label != null) {
        Map<String, Object> own = new LinkedHashMap<>(settings);
        own.put("label", label);
        return new WorklistCase(name, format, own, expect);
      }
    }
    return this;
  }

  private static Spot spot(Deck deck, Object given) {
    return deck.spot(label(given), String.valueOf(values(given).get(1)));
  }

  private static Volume volume(Map<String, Object> it) {
    return it.containsKey("volume_nl") ? Volume.ofNanolitres(Volume.number(it.get("volume_nl").toString()))
        : Volume.ofMicrolitres(it.get("volume").toString());
  }

  private static GwlRecord record(Map<String, Object> it) {
    return switch (it.get("op").toString()) {
      case "aspirate", "dispense" -> new GwlRecord.Pipetting(it.get("op").equals("aspirate"), string(it, "rack_label"), string(it, "rack_id"),
          string(it, "rack_type"), (int) it.get("position"), string(it, "tube_id"), Volume.number(it.get("volume").toString()),
          string(it, "liquid_class"), mask(it), string(it, "forced_rack_type"),
          it.containsKey("min_detected_volume") ? Volume.number(it.get("min_detected_volume").toString()) : null);
      case "distribute" -> new GwlRecord.Distribution(rack(it, "src"), rack(it, "dst"), Volume.number(it.get("volume").toString()),
          string(it, "liquid_class"), (int) it.getOrDefault("diti_reuse", 1), (int) it.getOrDefault("multi_disp", 1),
          !"right_to_left".equals(it.get("direction")), values(it.get("exclude")).stream().map(well -> (Integer) well).toList());
      case "wash" -> new GwlRecord.Wash((int) it.getOrDefault("scheme", 1));
      case "decontaminate" -> new GwlRecord.Decontaminate();
      case "flush" -> new GwlRecord.Flush();
      case "break" -> new GwlRecord.Break();
      case "set_diti" -> new GwlRecord.SetDiti((int) it.get("index"));
      case "comment" -> new GwlRecord.Comment(string(it, "text"));
      case "script" -> new GwlRecord.Script(string(it, "text"));
      case "start_timer" -> new GwlRecord.StartTimer((int) it.get("timer"));
      case "wait_timer" -> new GwlRecord.WaitForTimer((int) it.get("timer"), (int) it.get("seconds"));
      default -> throw new IllegalArgumentException("unknown op " + it.get("op"));
    };
  }

  private static GwlRecord.Rack rack(Map<String, Object> it, String side) {
    return new GwlRecord.Rack(string(it, side + "_label"), string(it, side + "_id"), string(it, side + "_type"),
        (int) it.get(side + "_start"), (int) it.get(side + "_end"));
  }

  private static String string(Map<String, Object> it, String key) {
    return it.containsKey(key) ? it.get(key).toString() : "";
  }

  private static Integer mask(Map<String, Object> it) {
    return it.containsKey("tips") ? Integer.valueOf(GwlRecord.tipMask(values(it.get("tips")).stream().map(tip -> (Integer) tip).toList())) : null;
  }

  /** The category of a refusal, as the files of cases write it. */
  static String category(Refusal refusal) {
    return category(refusal.finding());
  }

  static String category(Finding finding) {
    return finding.code().substring(finding.code().indexOf('.') + 1).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
