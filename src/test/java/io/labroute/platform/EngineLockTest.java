package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLockTest {

  @TempDir
  Path folder;

  @Test
  void makesThePrivateDataFolderAndWritesItsProcessIntoTheLock() throws IOException {
    Path data = folder.resolve("deep/data");

    EngineLock.acquire(data).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
    assertThat(data.resolve("engine.lock")).hasContent(ProcessHandle.current().pid() + "\n");
  }

  @Test
  void refusesASecondLockInTheSameProcessAlsoThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("data")));

    try (var first = EngineLock.acquire(folder.resolve("data"))) {
      assertThatThrownBy(() -> EngineLock.acquire(link))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith("[engine.already-running] Another engine (process "
              + ProcessHandle.current().pid() + ") works in the data folder " + first.data());
    }
  }

  @Test
  void refusesTheFolderOfAnotherProcessAndNamesIt() throws Exception {
    var process = holder(folder);
    try {
      assertThatThrownBy(() -> EngineLock.acquire(folder))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("(process " + process.pid() + ")");
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    EngineLock.acquire(folder).close();
  }

  @Test
  void keepsOthersOutAfterASecondLockWasRefusedHere() throws Exception {
    try (var first = EngineLock.acquire(folder)) {
      assertThatThrownBy(() -> EngineLock.acquire(folder)).isInstanceOf(Refusal.class);

      var process = holder(first.data());

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Holder.REFUSED);
    }
  }

  @Test
  void canBeTakenAgainWhenItWasGivenFree() {
    var first = EngineLock.acquire(folder);
    first.close();
    first.close();

    var second = EngineLock.acquire(folder);

    assertThatThrownBy(() -> first.require(folder)).isInstanceOf(IllegalStateException.class);
    second.require(folder);
    second.close();
  }

  @Test
  void staysFreeWhenTheLockFileCannotBeOpened() throws IOException {
    Path notAFile = Files.createDirectory(folder.resolve("engine.lock"));
    assertThatThrownBy(() -> EngineLock.acquire(folder)).isNotInstanceOf(Refusal.class);
    Files.delete(notAFile);

    EngineLock.acquire(folder).close();
  }

  /** Starts another process that takes the lock and holds it until it is killed, and waits until it has tried. */
  private static Process holder(Path data) throws IOException {
    var process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
        System.getProperty("java.class.path"), Holder.class.getName(), data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.inputReader().readLine();
    return process;
  }

  /** Locks as any program would, and ends with a code of its own when it cannot. */
  static final class Holder {

    static final int REFUSED = 3;

    private Holder() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      try (var channel = FileChannel.open(Path.of(args[0], "engine.lock"),
          StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (channel.tryLock() == null) {
          System.exit(REFUSED);
        }
        channel.write(ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes()));
        System.out.println("locked");
        Thread.currentThread().join();
      }
    }
  }
}
