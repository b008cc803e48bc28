package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {

  @TempDir
  Path data;

  @Test
  void acceptsAFolderWithoutACluster() throws IOException {
    Files.createDirectory(data.resolve("postgresql-binaries"));
    Files.createDirectory(data.resolve("postgresql-18.making"));

    assertThatCode(this::requireUsable).doesNotThrowAnyException();
  }

  @Test
  void acceptsAClusterOfItsMajorVersionBesideAnOlderOne() throws IOException {
    cluster("postgresql-17", "17");
    cluster("postgresql-18", "18");

    assertThatCode(this::requireUsable).doesNotThrowAnyException();
  }

  @Test
  void refusesToStartEmptyBesideAClusterOfAnotherMajorVersionAndTellsHowToMoveIt() throws IOException {
    cluster("postgresql-17", "17");

    assertThatThrownBy(this::requireUsable)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("[database.other-major]")
        .hasMessageContaining("made by PostgreSQL 17")
        .hasMessageContaining("pg_dump")
        .hasMessageContaining("SPRING_DATASOURCE_URL");
  }

  @Test
  void refusesAClusterWhoseVersionIsNotThatOfItsFolder() throws IOException {
    cluster("postgresql-18", "19");

    assertThatThrownBy(this::requireUsable)
        .isInstanceOf(Refusal.class).hasMessageContaining("made by PostgreSQL 19");
  }

  @Test
  void refusesAFolderThatHoldsNoCluster() throws IOException {
    Files.createDirectory(data.resolve("postgresql-18"));

    assertThatThrownBy(this::requireUsable)
        .isInstanceOf(Refusal.class).hasMessageStartingWith("[database.not-a-cluster]");
  }

  @Test
  void refusesAClusterOfAnotherUser() throws IOException {
    cluster("postgresql-18", "18");

    assertThatThrownBy(() -> new PostgresCluster(data).requireUsable(ServerAccount.direct(uid() + 1)))
        .isInstanceOf(Refusal.class).hasMessageStartingWith("[database.foreign-files]");
  }

  private void requireUsable() throws IOException {
    new PostgresCluster(data).requireUsable(ServerAccount.direct(uid()));
  }

  private int uid() throws IOException {
    return (Integer) Files.getAttribute(data, "unix:uid");
  }

  private void cluster(String name, String version) throws IOException {
    Files.writeString(Files.createDirectory(data.resolve(name)).resolve("PG_VERSION"), version + "\n");
  }
}
