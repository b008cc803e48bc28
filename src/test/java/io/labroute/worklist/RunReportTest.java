package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.RunReport.Outcome;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.echo.EchoReport;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.table.TableReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What devices say of a run. */
class RunReportTest {

  private static final String ECHO = """
      Run ID,17
      Run Date/Time,2026-11-20 14:00

      [EXCEPTIONS]
      Source Plate Name,Source Well,Destination Plate Name,Destination Well,Transfer Volume,Actual Volume,Transfer Status
      S,A2,T,B2,50,0,MM0202007: empty well

      [DETAILS]
      Source Plate Name,Source Well,Destination Plate Name,Destination Well,Transfer Volume,Actual Volume,Transfer Status,Current Fluid Volume
      S,A1,T,B1,25,25,,41.5
      S,A1,T,C1,25,22.5,,41.4

      Instrument Name,E5XX
      """;

  private static Transfer transfer(String from, String to, String nanolitres) {
    return new Transfer(new Spot("S", WellAddress.parse(from)), new Spot("T", WellAddress.parse(to)),
        Volume.ofNanolitres(new BigDecimal(nanolitres)));
  }

  @Test
  void anEchoTellsDoneUndoneAndIsSilentOfTheRest() {
    RunReport report = EchoReport.read(ECHO);

    var reconciled = report.reconcile(List.of(transfer("A1", "B1", "25"), transfer("A1", "C1", "25"), transfer("A2", "B2", "50"),
        transfer("A3", "B3", "25")));

    assertThat(reconciled).extracting(RunReport.Reconciled::outcome)
        .containsExactly(Outcome.DONE, Outcome.DONE, Outcome.UNDONE, Outcome.UNKNOWN);
    assertThat(reconciled.get(1).actual().nanolitres()).isEqualByComparingTo("22.5");
    assertThat(reconciled.get(2).reason()).contains("empty well");
    assertThatThrownBy(() -> EchoReport.read("Source Plate Name,Source Well\nS,A1\n")).hasMessageContaining("worklist.not-a-report");
  }

  @Test
  void aMethodsTableIsReadByItsProfile() throws IOException {
    var profiles = TableProfiles.read(TableProfiles.FILE);
    RunReport hamilton = TableReport.read("""
        SourcePlate,SourceWell,DestinationPlate,DestinationWell,Volume,ActualVolume,Status
        S,A1,T,B1,10.00,9.80,OK
        S,A2,T,B2,10.00,,Skipped
        S,A3,T,B3,10.00,,?
        """, profiles.report("hamilton-example"));
    assertThat(hamilton.entries()).extracting(RunReport.Entry::outcome).containsExactly(Outcome.DONE, Outcome.UNDONE, Outcome.UNKNOWN);
    assertThat(hamilton.entries().get(0).actual()).hasToString("9.80 uL");

    RunReport tecan = TableReport.read("SrcRack;SrcPos;DstRack;DstPos;Vol;Result\nS;1;T;2;10;0\nS;2;T;3;10;1\n", profiles.report("tecan-example"));
    assertThat(tecan.entries()).extracting(RunReport.Entry::outcome).containsExactly(Outcome.DONE, Outcome.UNDONE);
    assertThat(tecan.entries().get(1).source()).isEqualTo("S/2");

    assertThatThrownBy(() -> TableReport.read("a,b\n1,2\n", profiles.report("hamilton-example"))).hasMessageContaining("worklist.column-missing");
    assertThatThrownBy(() -> TableReport.read("SrcRack;SrcPos;DstRack;DstPos;Vol;Result\nS;1;T;2;ten;0\n", profiles.report("tecan-example")))
        .hasMessageContaining("Line 2").hasMessageContaining("worklist.volume-not-a-number");
  }
}
