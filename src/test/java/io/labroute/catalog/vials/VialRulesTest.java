package io.labroute.catalog.vials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.catalog.vials.Vial.Status;
import io.labroute.lab.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VialRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Vial VIAL = new Vial("V1", "A375", 4, LocalDate.of(2026, 5, 1), "Tank 1", Status.AVAILABLE, null);

  private final VialRules rules = new VialRules(NOW, LocalDate.of(2026, 11, 21));

  private static VialAction use(@Nullable Instant at) {
    return new VialAction.Use("V1", null, null, at, null);
  }

  @ParameterizedTest
  @EnumSource(value = Status.class, names = {"USED", "DISCARDED"})
  void nothingCanBeDoneWithAVialThatIsGone(Status gone) {
    for (var action : new VialAction[] {use(null), new VialAction.Move("V1", "Tank 2", null), new VialAction.Discard("V1", null)}) {
      assertRefused(VIAL.as(gone), action, "vial.not-available");
    }
  }

  @Test
  void anAvailableVialCanBeMovedUsedAndDiscarded() {
    assertThat(rules.after(VIAL, new VialAction.Move("V1", "Tank 2", null)).location()).isEqualTo("Tank 2");
    assertThat(rules.after(VIAL, use(NOW)).status()).isEqualTo(Status.USED);
    assertThat(rules.after(VIAL, new VialAction.Discard("V1", null)).status()).isEqualTo(Status.DISCARDED);
  }

  @Test
  void whatIsStillToComeCannotHaveHappened() {
    assertRefused(VIAL, use(NOW.plusSeconds(1)), "vial.future");
    assertRefused(null, register("V2", 1, LocalDate.of(2026, 11, 22)), "vial.future");
    assertThat(rules.after(null, register("V2", 0, LocalDate.of(2026, 11, 21))).status()).isEqualTo(Status.AVAILABLE);
  }

  @Test
  void aNameIsGivenOnce() {
    assertRefused(VIAL, register("V1", 5, VIAL.freezeDate()), "vial.exists");
    assertRefused(VIAL.as(Status.USED), register("V1", 4, VIAL.freezeDate()), "vial.exists");
    assertThat(rules.after(VIAL, register("V1", 4, VIAL.freezeDate()))).as("said again").isEqualTo(VIAL);
  }

  @Test
  void anUnknownVialCannotBeUsedAndAVialIsNotMovedToWhereItIs() {
    assertRefused(null, use(null), "vial.unknown");
    assertRefused(VIAL, new VialAction.Move("V1", "Tank 1", null), "vial.is-there");
    assertRefused(null, register("V2", 10_001, null), "vial.passage");
  }

  private static VialAction register(String vial, int passage, @Nullable LocalDate frozen) {
    return new VialAction.Register(vial, "A375", passage, frozen, "Tank 1", null);
  }

  private void assertRefused(@Nullable Vial vial, VialAction action, String code) {
    assertThatThrownBy(() -> rules.after(vial, action)).isInstanceOfSatisfying(Refusal.class,
        refusal -> assertThat(refusal.finding().code()).isEqualTo(code));
  }
}
