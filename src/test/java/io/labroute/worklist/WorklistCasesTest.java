package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import io.labroute.worklist.tecan.GwlLint;
import io.labroute.worklist.tecan.GwlPlanner;
import io.labroute.worklist.tecan.GwlRecord;
import io.labroute.worklist.tecan.GwlText;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Runs files of cases of worklists: the one that the property {@code worklist.cases} names, else our own.
 */
class WorklistCasesTest {

  private static final Path OWN = Path.of("src/test/resources/worklists");

  static Stream<WorklistCase> cases() throws IOException {
    String given = System.getProperty("worklist.cases");
    List<Path> files;
    try (Stream<Path> own = Files.list(OWN)) {
      files = given == null || given.isBlank() ? own.sorted().toList() : List.of(Path.of(given));
    }
    var cases = new ArrayList<WorklistCase>();
    for (Path file : files) {
      try (Reader text = Files.newBufferedReader(file)) {
        Map<String, Object> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
        WorklistCase.of(content).forEach(it -> cases.add(it.withInnerLabel()));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(WorklistCase it) {
    Map<String, Object> expect = it.expect();
    if (it.format().equals("well-number")) {
      assertThat(positions(it)).as(it.name()).isEqualTo(expect.get("positions"));
    } else if (it.format().equals("gwl-parse")) {
      assertParses(it);
    } else if (expect.containsKey("error")) {
      assertRefused(it);
    } else {
      assertWrites(it);
    }
  }

  private static List<Integer> positions(WorklistCase it) {
    Labware labware = it.deck().all().iterator().next();
    @SuppressWarnings("unchecked")
    var wells = (List<Object>) it.settings().get("wells");
    return wells.stream().map(well -> GwlPlanner.position(labware.shape(), labware.well(well.toString()), it.tecan().dialect())).toList();
  }

  private static void assertParses(WorklistCase it) {
    String text = it.settings().get("text_lf").toString();
    Map<String, Object> expect = it.expect();
    List<GwlText.Line> lines = GwlText.read(text);
    if (expect.containsKey("record_types")) {
      assertThat(lines).extracting(line -> GwlText.line(line.record()).split(";")[0]).isEqualTo(expect.get("record_types"));
    }
    if (expect.containsKey("volumes")) {
      assertThat(pipettings(lines)).extracting(record -> record.microlitres().toPlainString()).isEqualTo(expect.get("volumes"));
    }
    if (expect.containsKey("positions")) {
      assertThat(pipettings(lines)).extracting(GwlRecord.Pipetting::position).isEqualTo(expect.get("positions"));
    }
    if (expect.containsKey("reemit_canonical_third_line")) {
      assertThat(GwlText.line(lines.get(2).record())).isEqualTo(expect.get("reemit_canonical_third_line"));
    }
    assertThat(GwlLint.findings(text, it.tecan(), null).stream()
        .map(finding -> finding.where().line() + " " + WorklistCase.category(finding)).toList()).as(it.name())
        .containsExactlyInAnyOrderElementsOf(WorklistCase.list(expect.get("findings")).stream()
            .map(finding -> finding.get("line") + " " + finding.get("code")).toList());
  }

  private static List<GwlRecord.Pipetting> pipettings(List<GwlText.Line> lines) {
    return lines.stream().map(GwlText.Line::record).filter(GwlRecord.Pipetting.class::isInstance)
        .map(GwlRecord.Pipetting.class::cast).toList();
  }

  private static void assertRefused(WorklistCase it) {
    Ledger[] before = new Ledger[1];
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> {
      Deck deck = it.deck();
      before[0] = it.ledger(deck);
      it.plan(deck, before[0]);
    });
    assertThat(refusal).as(it.name() + " is refused").isNotNull();
    assertThat(WorklistCase.category(refusal)).as(refusal.finding().text()).isEqualTo(it.expect().get("error"));
    WorklistCase.map(it.expect().get("error_detail")).values()
        .forEach(detail -> assertThat(refusal.finding().text()).contains(detail.toString()));
    assertLedger(it, before[0]);
  }

  private static void assertWrites(WorklistCase it) {
    Deck deck = it.deck();
    Worklist worklist = it.plan(deck, it.ledger(deck));
    Map<String, Object> expect = it.expect();
    if (expect.containsKey("lines")) {
      assertThat(worklist.lines()).as(it.name()).isEqualTo(expect.get("lines"));
    }
    if (expect.containsKey("last_line")) {
      assertThat(worklist.lines().get(worklist.lines().size() - 1)).isEqualTo(expect.get("last_line"));
    }
    if (expect.containsKey("bytes_hex")) {
      assertThat(HexFormat.of().formatHex(worklist.bytes())).isEqualTo(expect.get("bytes_hex"));
    }
    if (expect.containsKey("sha256")) {
      assertThat(Sha256.of(worklist.bytes())).isEqualTo(expect.get("sha256"));
    }
    assertThat(it.plan(deck, it.ledger(deck)).bytes()).as("the same again").isEqualTo(worklist.bytes());
    assertThat(worklist.warnings().stream().map(WorklistCase::category).toList()).as("warnings of " + it.name())
        .containsExactlyInAnyOrderElementsOf(texts(expect.get("warnings")));
    assertLedger(it, worklist.after());
  }

  private static List<String> texts(Object list) {
    return list == null ? List.of() : ((List<?>) list).stream().map(Object::toString).toList();
  }

  private static void assertLedger(WorklistCase it, Ledger ledger) {
    WorklistCase.map(it.expect().get("ledger_after")).forEach((label, wells) -> WorklistCase.map(wells).forEach((well, volume) ->
        assertThat(ledger.at(it.deck().spot(label, well)).volume()).as("%s: %s/%s", it.name(), label, well)
            .hasToString(volume + " uL")));
  }
}
