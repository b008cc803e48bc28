package io.labroute.platform.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotRepositoryTest {

  @Test
  void eachTableFollowsThoseThatItsKeysPointTo() {
    assertThat(SnapshotRepository.ordered(Map.of("wells", Set.of("plates"), "plates", Set.of("files"), "files", Set.of(),
        "notes", Set.of("files", "wells")))).containsExactly("files", "plates", "wells", "notes");
  }

  @Test
  void keysThatGoRoundAreRefused() {
    assertThatThrownBy(() -> SnapshotRepository.ordered(Map.of("a", Set.of("b"), "b", Set.of("a"))))
        .isInstanceOf(Refusal.class).hasMessageContaining("backup.cyclic-keys");
  }
}
