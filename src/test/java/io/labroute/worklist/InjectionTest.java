package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Step.Note;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.echo.EchoPlanner;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TablePlanner;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.GwlPlanner;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text of a plan can forge a record, a field or a formula, whichever field it goes into. */
class InjectionTest {

  private static final TecanProfile TECAN = new TecanProfile(Dialect.EVO, TipSystem.FIXED, TipChange.SCHEME_1,
      Volume.ofMicrolitres("950"), true, true, false, null, null, false);

  static Stream<String> texts() {
    return Stream.of("X;1", "X\nD;Y;;;1;;5.00;;;;", "X\r\nB;", "X\rW1;", "X\u0000", "X\u0007", "X\u2028B;", "X\u0085B;", "X\u007f", "\u202eX",
        "X\ud83e\uddea");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void noTextForgesARecordOfATecan(String text) {
    for (String field : List.of("label", "barcode", "type", "class")) {
      assertRefused(field, () -> GwlPlanner.plan(deck(field, text), ledger(field, text), List.of(transfer(field, text)), TECAN));
    }
    TecanProfile remarked = new TecanProfile(Dialect.EVO, TipSystem.FIXED, TipChange.REUSE, Volume.ofMicrolitres("950"), true, true, false,
        null, text, false);
    Worklist worklist = GwlPlanner.plan(deck("", ""), ledger("", ""), List.of(transfer("", "")), remarked);
    assertThat(worklist.lines()).as("a remark stays one").filteredOn(line -> !line.startsWith("C;")).hasSize(2);
  }

  static Stream<String> textsOfTables() {
    return Stream.concat(texts().filter(text -> !text.equals("X;1")), Stream.of("X,1", "X\"1", "=1+1", "+1", "-1", "@SUM(A1)"));
  }

  @ParameterizedTest
  @MethodSource("textsOfTables")
  void noTextForgesARowOrAFormula(String text) throws IOException {
    for (String field : List.of("label", "type")) {
      assertRefused(field, () -> EchoPlanner.plan(deck(field, text), ledger(field, text), List.of(transfer(field, text)), EchoProfile.USUAL));
    }
    var profile = TableProfiles.read(TableProfiles.FILE).worklist("sanger-cherrypick");
    for (String field : List.of("label", "type")) {
      assertRefused(field, () -> TablePlanner.plan(deck(field, text), ledger(field, text),
          List.of(TablePlanner.Row.of(transfer(field, text))), profile));
    }
  }

  private static void assertRefused(String field, ThrowingCallable plan) {
    Refusal refusal = catchThrowableOfType(Refusal.class, plan);
    assertThat(refusal).as("refused in " + field).isNotNull();
    assertThat(refusal.finding().code()).isIn("worklist.illegal-character", "worklist.unencodable-character");
  }

  private static Deck deck(String field, String text) {
    return new Deck(List.of(new Labware(field.equals("label") ? text : "S", field.equals("barcode") ? text : null,
        field.equals("type") ? text : null, new Labware.Plate(8, 12), Volume.ZERO, null), Labware.of("T", new Labware.Plate(8, 12))));
  }

  private static Ledger ledger(String field, String text) {
    return new Ledger(deck(field, text), Map.of());
  }

  private static Transfer transfer(String field, String text) {
    return new Transfer(new Spot(field.equals("label") ? text : "S", new WellAddress(0, 0)), new Spot("T", new WellAddress(0, 0)),
        Volume.ofMicrolitres("5"), field.equals("class") ? text : null, Note.NONE);
  }
}
