package io.labroute.tracking.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.Container.Labware;
import io.labroute.tracking.containers.ContainerAct.Lid;
import io.labroute.tracking.containers.ContainerAct.Move;
import io.labroute.tracking.containers.ContainerAct.Register;
import io.labroute.tracking.containers.ContainerAct.Relabel;
import io.labroute.tracking.containers.ContainerAct.Remove;
import io.labroute.tracking.containers.ContainerAct.Unlid;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final DevicePosition A = new DevicePosition("Hotel", 0);
  private static final DevicePosition B = new DevicePosition("Hotel", 1);
  private static final DevicePosition C = new DevicePosition("Hotel", 2);
  private static final DevicePosition NOWHERE = new DevicePosition("Hotel", 3);

  private final Standing standing = new Standing(Set.of(A, B, C), new AtomicLong()::incrementAndGet);

  @BeforeEach
  void onePlateWithItsLidOn() {
    standing.apply(register("P1", A, true, null));
  }

  private static Register register(String barcode, DevicePosition at, boolean lidded, @Nullable DevicePosition lid) {
    return new Register(barcode, Labware.UNKNOWN, at, lidded, lid);
  }

  @Test
  void twoThingsNeverStandInOnePlace() {
    standing.apply(new Unlid("P1", B));
    assertRefused(register("P2", A, true, null), "position.taken");
    assertRefused(register("P2", B, true, null), "position.taken");
    assertRefused(register("P2", C, false, C), "position.taken");
    assertRefused(new Move("P1", A, B), "position.taken");
    standing.apply(register("P2", C, true, null));
    assertRefused(new Unlid("P2", B), "position.taken");
  }

  @Test
  void aMoveIsVerifiedAgainstWhereTheContainerStands() {
    assertRefused(new Move("P1", B, C), "container.not-there");
    assertRefused(new Move("P1", A, A), "container.is-there");
    assertRefused(new Move("P1", A, NOWHERE), "position.unknown");
    assertRefused(new Move("P9", A, B), "container.unknown");
    standing.apply(new Move("P1", A, B));
    assertThat(standing.find("P1").at()).isEqualTo(B);
    standing.apply(register("P2", A, true, null));
  }

  @Test
  void aLidIsOnOrOffAndIsFetchedFromWhereItLies() {
    assertRefused(new Lid("P1", null), "lid.on");
    standing.apply(new Unlid("P1", B));
    assertRefused(new Unlid("P1", C), "lid.off");
    assertRefused(new Lid("P1", C), "lid.not-there");
    standing.apply(new Lid("P1", B));
    assertThat(standing.find("P1").lidSite()).isNull();
    standing.apply(register("P2", B, true, null));
  }

  @Test
  void aRemovedContainerFreesItsPlaceItsLidAndItsBarcode() {
    standing.apply(new Unlid("P1", B));
    standing.apply(new Remove("P1"));
    standing.apply(register("P1", B, false, A));
    assertThat(standing.find("P1").id()).isEqualTo(2);
  }

  @Test
  void aBarcodeIsGivenToOneLiveContainer() {
    assertRefused(register("P1", B, true, null), "container.exists");
    assertThat(standing.apply(register("P1", A, true, null)).isNone()).as("said again").isTrue();
    standing.apply(register("P2", B, true, null));
    assertRefused(new Relabel("P2", "P1"), "container.exists");
    assertRefused(new Relabel("P2", "x".repeat(10_000)), "name.too-long");
    standing.apply(new Relabel("P2", "P3"));
    assertThat(standing.find("P3").at()).isEqualTo(B);
  }

  private void assertRefused(ContainerAct act, String code) {
    assertThatThrownBy(() -> standing.apply(act)).isInstanceOfSatisfying(Refusal.class,
        refusal -> assertThat(refusal.finding().code()).isEqualTo(code));
  }
}
