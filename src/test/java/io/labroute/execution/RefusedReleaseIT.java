package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.WellAddress;
import io.labroute.worklist.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can go wrong at a doorstep is told, and leaves nothing half-written and nothing booked. */
class RefusedReleaseIT extends DoorstepTest {

  private Map<String, Long> plates;

  @BeforeEach
  void twoPlates() {
    plates = Map.of("Source", plate("SRC", "drug", "200"), "Target", plate("DST", "medium", "90"));
  }

  private WorklistOrder order(String device) {
    return order(device, plates, move("Source", "Target", "A1", "10"));
  }

  @Test
  void aFileOfTheSameNameIsNeverOverwritten() throws IOException {
    profile("Device", TECAN + "fixed-name: run\n");
    Files.createDirectories(OUT.resolve("Device"));
    Files.writeString(OUT.resolve("Device/run.gwl"), "of another program");

    assertThat(refused(order("Device"))).isEqualTo("release.name-taken");

    assertThat(OUT.resolve("Device/run.gwl")).hasContent("of another program");
    assertThat(files("Device")).containsExactly("run.gwl");
  }

  @Test
  void aLinkOfTheSameNameIsNotFollowed() throws IOException {
    profile("Device", TECAN + "fixed-name: run\n");
    Files.createDirectories(OUT.resolve("Device"));
    Files.createSymbolicLink(OUT.resolve("Device/run.gwl"), OUT.resolve("nowhere"));

    assertThat(refused(order("Device"))).isEqualTo("release.name-taken");
    assertThat(OUT.resolve("nowhere")).doesNotExist();
  }

  @Test
  void whatWouldAnswerAnEarlierWorklistIsNoAcknowledgement() throws IOException {
    profile("Device", TECAN + "fixed-name: run\nacknowledge: {by: answer, suffix: .ack}\n");
    Files.createDirectories(OUT.resolve("Device"));
    Files.createFile(OUT.resolve("Device/run.gwl.ack"));

    assertThat(refused(order("Device"))).isEqualTo("release.answer-there");
    assertThat(files("Device")).containsExactly("run.gwl.ack");
  }

  @Test
  void aFolderBehindALinkIsRefusedUnlessTheProfileSaysSo() throws IOException {
    profile("Device", TECAN);
    Path real = Files.createDirectories(OUT.resolve("real"));
    Files.createSymbolicLink(OUT.resolve("Device"), real);

    assertThat(refused(order("Device"))).isEqualTo("release.folder-is-link");
    assertThat(names(real)).isEmpty();

    profile("Device", TECAN + "follow-links: true\n");
    assertThat(desk.release(order("Device"), "test").state()).isEqualTo(WorklistState.RELEASED);
    assertThat(names(real)).hasSize(1);
  }

  @Test
  void aShareThatIsNotMountedIsNotWrittenInto() throws IOException {
    profile("Device", TECAN + "must-exist: mounted.txt\n");
    Files.createDirectories(OUT.resolve("Device"));

    assertThat(refused(order("Device"))).isEqualTo("release.share-missing");
    assertThat(files("Device")).isEmpty();

    Files.createFile(OUT.resolve("Device/mounted.txt"));
    assertThat(desk.release(order("Device"), "test").state()).isEqualTo(WorklistState.RELEASED);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsTold() throws IOException {
    profile("Device", TECAN);
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("Device"), "no folder");

    assertThat(refused(order("Device"))).isEqualTo("release.folder-unusable");
    assertThat(OUT.resolve("Device")).hasContent("no folder");
  }

  @Test
  void aReadOnlyFileSystemIsTold() throws IOException {
    profile("Device", TECAN);
    try (var mount = Mount.tmpfs(OUT.resolve("Device"), "size=1m,ro")) {
      assertThat(refused(order("Device"))).isEqualTo("release.folder-unusable");
      assertThat(names(mount.at())).isEmpty();
    }
  }

  @Test
  void aFullDiskLeavesNothingHalfWritten() throws IOException {
    profile("Device", TECAN);
    try (var mount = Mount.tmpfs(OUT.resolve("Device"), "size=64k")) {
      Path folder = mount.at();
      Files.write(folder.resolve("ballast"), new byte[60 * 1024]);
      var steps = plateful();

      assertThat(refused(order("Device", plates, steps))).isEqualTo("release.not-written");

      assertThat(names(folder)).containsExactly("ballast");
      Files.delete(folder.resolve("ballast"));
      assertThat(desk.release(order("Device", plates, steps), "test").state()).isEqualTo(WorklistState.RELEASED);
    }
  }

  private static Step[] plateful() {
    var steps = new ArrayList<Step>();
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 12; column++) {
        steps.add(move("Source", "Target", new WellAddress(row, column).toString(), "1"));
      }
    }
    return steps.toArray(Step[]::new);
  }

  @Test
  void aFileSystemWithoutHardLinksIsTold() throws IOException {
    profile("Device", TECAN);
    try (var mount = Mount.fat(OUT.resolve("Device"))) {
      assertThat(refused(order("Device"))).isEqualTo("release.no-hard-links");
      assertThat(names(mount.at())).isEmpty();
    }
  }

  @Test
  void whereTheProfileSaysSoTheFileIsRenamedIntoPlaceAndStillOverwritesNothing() throws IOException {
    profile("Device", TECAN + "placing: rename\nfixed-name: run\n");

    ReleasedWorklist released = desk.release(order("Device"), "test");

    assertThat(released.state()).isEqualTo(WorklistState.RELEASED);
    assertThat(files("Device")).containsExactly("run.gwl");
    desk.withdraw(released.worklistId(), "test", "makes room");
    Files.writeString(OUT.resolve("Device/run.gwl"), "of another program");
    assertThat(refused(order("Device"))).isEqualTo("release.name-taken");
    assertThat(OUT.resolve("Device/run.gwl")).hasContent("of another program");
    assertThat(files("Device")).containsExactly("run.gwl");
  }

  @Test
  void pathsInIdsAndNamesLeadNowhere() {
    profile("Device", TECAN);
    for (String step : new String[] {"../../etc/x", "a/b", "..", "a\u0000b", "a\nb", "con:1", "\u202Egnp", "x".repeat(300)}) {
      assertThat(refused(order(UUID.randomUUID(), "Device", step, plates, move("Source", "Target", "A1", "10"))))
          .as(step).isEqualTo("release.unsafe-name");
    }
    assertThat(files("Device")).isEmpty();
    assertThatThrownBy(() -> profiles.get("../devices/Device")).hasMessageContaining("device-profile.missing");
    assertThatThrownBy(() -> profiles.get("Unknown")).hasMessageContaining("device-profile.missing").hasMessageContaining("Unknown.yaml");
  }

  @Test
  void whatIsNotKnownOrNotBoundIsRefused() {
    profile("Device", TECAN);
    WorklistOrder good = order("Device");
    assertThat(refused(new WorklistOrder(good.worklistId(), "nobody's", "s", "Device", "", good.plan(), good.planText(), plates, null)))
        .isEqualTo("experiment.unknown");
    assertThat(refused(new WorklistOrder(good.worklistId(), EXPERIMENT, "s", "Device", "", good.plan(), good.planText(),
        Map.of("Source", plates.get("Source")), null))).isEqualTo("release.unbound");
    assertThat(refused(new WorklistOrder(good.worklistId(), EXPERIMENT, "s", "Device", "", good.plan(), good.planText(),
        Map.of("Source", plates.get("Source"), "Target", 999_999L), null))).isEqualTo("container.unknown");
    long unknown = container("NEW");
    assertThat(refused(order("Device", Map.of("Source", unknown, "Target", plates.get("Target")), move("Source", "Target", "A1", "10"))))
        .isEqualTo("release.contents-unknown");
    profile("Device", "worklist: {for: echo}\n");
    assertThat(refused(good)).isEqualTo("release.other-format");
  }

  @Test
  void anOwnerThatThereIsNotIsTold() {
    profile("Device", TECAN + "owner: nobody-of-this-name\n");
    assertThat(refused(order("Device"))).isEqualTo("release.rights");
    assertThat(files("Device")).isEmpty();
  }

  /** A file system of its own, which only root can mount; tests that need one skip themselves elsewhere. */
  private record Mount(Path at) implements AutoCloseable {

    static Mount tmpfs(Path at, String options) throws IOException {
      Files.createDirectories(at);
      Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", at.toString()), "only root can mount a file system");
      return new Mount(at);
    }

    /** A file system that knows no hard links: FAT of the kernel or, where that has none, exFAT of FUSE. */
    static Mount fat(Path at) throws IOException {
      Files.createDirectories(at);
      Path image = at.resolveSibling("fat.img");
      Assumptions.assumeTrue(fat("mkfs.vfat", "vfat", image, at) || fat("mkfs.exfat", "exfat-fuse", image, at),
          "only root can mount a FAT image, with dosfstools or with exfatprogs and exfat-fuse");
      return new Mount(at);
    }

    private static boolean fat(String make, String type, Path image, Path at) throws IOException {
      return run("sh", "-c", "command -v %s && truncate -s 8M %s && %s %s".formatted(make, image, make, image))
          && run("mount", "-t", type, "-o", "loop", image.toString(), at.toString());
    }

    private static boolean run(String... command) throws IOException {
      try {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      run("umount", at.toString());
    }
  }
}
