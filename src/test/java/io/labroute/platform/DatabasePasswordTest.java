package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabasePasswordTest {

  @TempDir
  Path data;

  @Test
  void makesOneUpThatOnlyTheEnginesUserCanReadAndKeepsIt() throws IOException {
    var made = DatabasePassword.of(data, null);

    assertThat(made.text()).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DatabasePassword.file(data))))
        .isEqualTo("rw-------");
    assertThat(DatabasePassword.of(data, " ")).isEqualTo(made);
  }

  @Test
  void makesUpAnotherWhenTheKeptOneWasLost() throws IOException {
    var lost = DatabasePassword.of(data, null);
    Files.writeString(DatabasePassword.file(data), "\n");

    assertThat(DatabasePassword.of(data, null)).isNotEqualTo(lost);
  }

  @Test
  void prefersTheOneThatIsSetAndDoesNotWriteItDown() throws IOException {
    assertThat(DatabasePassword.of(data, "given").text()).isEqualTo("given");
    assertThat(DatabasePassword.file(data)).doesNotExist();
  }

  @Test
  void tellsItselfToNobody() {
    var password = new DatabasePassword("secret");

    assertThat(password.toString()).doesNotContain("secret");
    assertThat(password.verifier()).startsWith("SCRAM-SHA-256$").doesNotContain("secret");
  }
}
