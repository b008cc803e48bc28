package io.labroute.execution.doorstep;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.execution.device.Acknowledgement;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.execution.device.DeviceProfile.Confirmation;
import io.labroute.execution.device.DeviceProfile.Delivery;
import io.labroute.execution.device.DeviceProfile.Form;
import io.labroute.execution.device.DeviceProfile.Placing;
import io.labroute.execution.device.DeviceProfile.Queue;
import io.labroute.execution.device.DeviceProfile.Source;
import io.labroute.execution.device.FileNames;
import io.labroute.lab.Sha256;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.echo.EchoProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hidden file that a crash left tells of the step that gives it its name. */
class HiddenFilesTest {

  private static final byte[] BYTES = "C;a worklist\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final String SHA256 = Sha256.of(BYTES);
  private static final String HIDDEN = HiddenFile.placing(UUID.randomUUID());

  @TempDir
  Path temporary;

  private Path folder;
  private Doorstep doorstep;
  private Mark mark;

  @BeforeEach
  void aFileIsLaidDown() throws IOException {
    folder = temporary.toRealPath();
    doorstep = doorstep(Placing.LINK);
    mark = Mark.kept(doorstep.lay(HIDDEN, BYTES).text());
  }

  private Doorstep doorstep(Placing placing) {
    return new Doorstep(new DeviceProfile("Device", "", new WorklistPlan.Echo(EchoProfile.USUAL),
        new Form("\r\n", StandardCharsets.ISO_8859_1), folder, new FileNames("{sequence}", false, "csv"),
        new Delivery(placing, null, null, null, null, false, null, null, null), Queue.TOGETHER,
        new Acknowledgement.Awaited(new Acknowledgement.Deleted(), null), new Confirmation(Source.END, null)));
  }

  @Test
  void aFileThatStillIsAsItWasLaidDownWasNeverPlaced() throws IOException {
    assertThat(doorstep.wasNeverPlaced(HIDDEN, mark, SHA256)).isTrue();

    doorstep.place(HIDDEN, mark, "w.csv", Map.of());

    assertThat(folder.resolve("w.csv")).hasBinaryContent(BYTES);
    assertThat(doorstep.hiddenFiles()).isEmpty();
    assertThat(doorstep.wasNeverPlaced(HIDDEN, mark, SHA256)).isFalse();
  }

  @Test
  void aFileThatHasItsNameWasPlaced() throws IOException {
    mark.awaitNextTick();
    Files.createLink(folder.resolve("w.csv"), folder.resolve(HIDDEN));

    assertThat(doorstep.wasNeverPlaced(HIDDEN, mark, SHA256)).isFalse();
  }

  @Test
  void aFileWhoseNameADeviceHasAlreadyTakenAwayWasPlaced() throws IOException {
    mark.awaitNextTick();
    Files.createLink(folder.resolve("w.csv"), folder.resolve(HIDDEN));
    Files.delete(folder.resolve("w.csv"));

    assertThat(doorstep.wasNeverPlaced(HIDDEN, mark, SHA256)).isFalse();
  }

  @Test
  void aFileThatIsRenamedIntoPlaceWasPlacedWhenItIsNotHiddenAnyMore() throws IOException {
    Doorstep renaming = doorstep(Placing.RENAME);
    assertThat(renaming.wasNeverPlaced(HIDDEN, mark, SHA256)).isTrue();

    renaming.place(HIDDEN, mark, "w.csv", Map.of());

    assertThat(renaming.wasNeverPlaced(HIDDEN, mark, SHA256)).isFalse();
    assertThat(folder.resolve("w.csv")).hasBinaryContent(BYTES);
  }

  @Test
  void aFileWithOtherContentIsNeverPlaced() throws IOException {
    Files.writeString(folder.resolve(HIDDEN), "C;half");

    assertThat(doorstep.wasNeverPlaced(HIDDEN, mark, SHA256)).isFalse();
  }
}
