package io.labroute.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.Sha256;
import io.labroute.platform.ToolContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabrouteTest {

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    var both = new PrintStream(told, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  @AfterEach
  void letGo() {
    System.setOut(out);
    System.setErr(err);
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wrongWordsAreAnsweredWithTheUsage() {
    assertThat(Labroute.run("backup")).isEqualTo(2);
    assertThat(told()).contains("Usage: labroute backup", "FILE");
    assertThat(Labroute.run("bakcup", "x")).isEqualTo(2);
  }

  @Test
  void everyCommandHasItsHelp() {
    for (String command : new String[] {"backup", "bench", "bench schedule", "check", "dry-run", "lint", "restore"}) {
      assertThat(Labroute.run((command + " --help").split(" "))).isZero();
      assertThat(told()).contains("Usage: labroute " + command);
    }
  }

  @Test
  void routesAreCheckedWithTheEnginesBeansAndNothingIsRehearsedForTheFirstPlan() {
    assertThat(Labroute.run("check", "routes/campaigns.yaml")).as(told()).isZero();
    try (var engine = ToolContext.rules(EngineBeans.class)) {
      assertThat(engine.containsBean("rehearsal")).isFalse();
    }
  }

  @Test
  void aPlanIsTriedAndItsFilesAreWrittenAndLinted(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.gwl");
    assertThat(Labroute.run("dry-run", "--out", file.toString(), "samples/worklists/viability.yaml")).as(told()).isZero();
    assertThat(told()).contains("C;viability screen", "1. Compounds, barcode CMP001");
    assertThat(folder.resolve("run.gwl.json")).content().contains("\"sha256\" : \"" + Sha256.of(Files.readAllBytes(file)));
    assertThat(folder.resolve("run.gwl.txt")).content().contains("Loading sheet");

    assertThat(Labroute.run("lint", "--diti", "--plan", "samples/worklists/viability.yaml", file.toString())).as(told()).isZero();
    Files.writeString(file, Files.readString(file, StandardCharsets.ISO_8859_1).replaceFirst("45.00", "54.00"), StandardCharsets.ISO_8859_1);
    assertThat(Labroute.run("lint", "--diti", "--plan", "samples/worklists/viability.yaml", file.toString())).isEqualTo(1);
    assertThat(told()).contains("worklist.differs-from-plan", "worklist.aspirated-not-all-dispensed");
    assertThat(Labroute.run("dry-run", "--out", file.toString(), "samples/worklists/viability.yaml")).isEqualTo(1);
    assertThat(told()).contains("dry-run.exists");
  }

  @Test
  void tablesAndPicklistsAreLintedByTheirHeading(@TempDir Path folder) throws IOException {
    Path table = Files.writeString(folder.resolve("hamilton.csv"), """
        Source Plate Name,Source Well,Destination Plate Name,Destination Well,Transfer Volume
        S,A1,T,B2,"10,5"
        S,Z99,T,B2,10.50
        """);
    assertThat(Labroute.run("lint", table.toString())).isEqualTo(1);
    assertThat(told()).contains("Line 2, column \"Transfer Volume\"", "worklist.well-out-of-range", "2 findings");
    Path picklist = Files.writeString(folder.resolve("echo.csv"), """
        Source Plate Barcode,Source Well,Destination Plate Barcode,Destination Well,Transfer Volume
        S,A1,T,B2,26
        S,A1,T,B2,25.0
        """);
    assertThat(Labroute.run("lint", picklist.toString())).isEqualTo(1);
    assertThat(told()).contains("Line 2: The volume is no whole number of droplets", "1 findings");
    Path ofALab = Files.writeString(folder.resolve("lab.csv"), """
        ,Sample ID,Source plate,Source well,Destination plate,Destination well,Transfer Volume,Source Plate Type
        2,X1,PS1,A1,PD1,A1,2.5,384PP_DMSO2
        4,X2,PS1,AG1,PD1,A2,2.5,384PP_DMSO2
        """);
    assertThat(Labroute.run("lint", ofALab.toString())).isEqualTo(1);
    assertThat(told()).contains("Line 3: This is no well", "1 findings in " + ofALab);
    assertThat(Labroute.run("lint", Files.writeString(folder.resolve("x.csv"), "a,b\n").toString())).isEqualTo(1);
    assertThat(told()).contains("worklist.unknown-format");
  }

  @Test
  void whatIsRefusedIsToldWithoutAStack() {
    assertThat(Labroute.run("restore", "none.zip")).isEqualTo(1);
    assertThat(told()).contains("[backup.missing] There is no such archive.").doesNotContain("\tat ");
  }
}
