package io.labroute.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    for (String command : new String[] {"backup", "bench", "bench schedule", "check", "restore"}) {
      assertThat(Labroute.run((command + " --help").split(" "))).isZero();
      assertThat(told()).contains("Usage: labroute " + command);
    }
  }

  @Test
  void whatIsRefusedIsToldWithoutAStack() {
    assertThat(Labroute.run("restore", "none.zip")).isEqualTo(1);
    assertThat(told()).contains("[backup.missing] There is no such archive.").doesNotContain("\tat ");
  }
}
