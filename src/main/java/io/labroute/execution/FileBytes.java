package io.labroute.execution;

import io.labroute.execution.device.DeviceProfile;
import io.labroute.lab.Finding;
import io.labroute.worklist.Worklist;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The bytes of a worklist as a device wants them. */
final class FileBytes {

  private FileBytes() {}

  /**
   * The worklist with line ends and encoding of a profile, read back and compared.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.read-back}
   */
  static Worklist inForm(Worklist it, DeviceProfile.Form form) {
    String text = String.join(form.lineEnd(), it.lines()) + form.lineEnd();
    byte[] bytes = text.getBytes(form.charset());
    List<String> back = new String(bytes, form.charset()).lines().toList();
    boolean usual = form.lineEnd().equals("\r\n") && form.charset().equals(StandardCharsets.ISO_8859_1);
    if (!back.equals(it.lines()) || usual && !Arrays.equals(bytes, it.bytes())) {
      throw Finding.of("worklist.read-back", "The written file does not read back as it was planned.")
          .maybe("this is a fault of the engine: report it with the plan.").refusal();
    }
    return new Worklist(it.format(), it.lines(), bytes, it.warnings(), it.after(), it.splits(), it.roundings(), it.labels(), it.usage());
  }
}
