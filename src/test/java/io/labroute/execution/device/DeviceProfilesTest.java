package io.labroute.execution.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labroute.execution.device.DeviceProfile.Queue;
import io.labroute.execution.device.DeviceProfile.Source;
import io.labroute.platform.LabNature;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class DeviceProfilesTest {

  private static final Path SHIPPED = Path.of("lab/devices");

  private final DeviceProfiles profiles = new DeviceProfiles(new WorklistProperties(Path.of("worklists-out"), SHIPPED), new LabNature(false));

  private DeviceProfile read(String text) {
    return profiles.read("Device", text);
  }

  @Test
  void theShippedProfilesAreReadAndFitTheirSchema() throws IOException {
    assertThat(profiles.devices()).containsExactly("Echo_650", "Hamilton_STAR", "Tecan_EVO");
    DeviceProfile tecan = profiles.get("Tecan_EVO");
    assertThat(tecan.folder()).isEqualTo(Path.of("worklists-out/Tecan_EVO"));
    assertThat(tecan.queue()).isEqualTo(Queue.TOGETHER);
    assertThat(tecan.acknowledgement().within()).isEqualTo(Duration.ofMinutes(30));
    assertThat(profiles.get("Hamilton_STAR").confirmation().by()).isEqualTo(Source.REPORT);
    assertThat(profiles.get("Echo_650").acknowledgement().by()).isEqualTo(new Acknowledgement.Renamed(".imported"));
    var json = new ObjectMapper();
    JsonNode tree = json.readTree(Files.readString(Path.of("schemas/device-profile.schema.json"))
        .replace("worklist.schema.json#/", Path.of("schemas/worklist.schema.json").toUri() + "#/"));
    var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree);
    for (String device : profiles.devices()) {
      String text = Files.readString(SHIPPED.resolve(device + ".yaml"));
      assertThat(text).startsWith("# yaml-language-server: $schema=../../schemas/device-profile.schema.json");
      JsonNode profile = json.valueToTree(new Yaml().load(text));
      assertThat(schema.validate(profile)).as(device).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      nme: x                                                  | tree.unknown-word
      name: "{experiment}-{step}"                             | device-profile.malformed
      name: "{plate}-{sequence}"                              | device-profile.placeholder
      name: "../{sequence}"                                   | release.unsafe-name
      name: "a/{sequence}"                                    | release.unsafe-name
      fixed-name: "con"                                       | release.unsafe-name
      fixed-name: "run-{sequence}"                            | device-profile.malformed
      queue: sometimes                                        | tree.malformed
      decimal: ","                                            | device-profile.malformed
      encoding: utf-16                                        | device-profile.malformed
      mode: "0644"                                            | device-profile.malformed
      must-exist: ../x                                        | device-profile.malformed
      acknowledge: {by: telepathy}                            | device-profile.malformed
      acknowledge: {by: event, within: 30}                    | device-profile.malformed
      acknowledge: {by: renamed, suffix: a/b}                 | tree.malformed
      acknowledge: {by: event, folder: x}                     | tree.unknown-word
      confirm: {by: guess}                                    | tree.malformed
      """)
  void whatIsWrongIsToldWithItsLine(String line, String code) {
    assertThatThrownBy(() -> read("worklist: {for: tecan}\n" + line + "\n")).hasMessageContaining(code)
        .hasMessageContaining("ine ");
  }

  @Test
  void oneNameForAllMeansOneAfterTheOther() {
    assertThat(read("worklist: {for: tecan}\nfixed-name: run\n").queue()).isEqualTo(Queue.UNTIL_PICKED_UP);
    assertThatThrownBy(() -> read("worklist: {for: tecan}\nfixed-name: run\nqueue: together\n"))
        .hasMessageContaining("one after the other");
  }

  @Test
  void aStepMayUseOtherTipsWhereFilesSpeakOfThem() {
    DeviceProfile tecan = read("worklist: {for: tecan, tips: fixed}\n");
    var target = (WorklistPlan.Tecan) tecan.target(TipSystem.DITI, TipChange.REUSE);
    assertThat(target.profile().tips()).isEqualTo(TipSystem.DITI);
    assertThat(target.profile().change()).isEqualTo(TipChange.REUSE);
    assertThat(tecan.target(null, null)).isEqualTo(tecan.target());
    assertThatThrownBy(() -> read("worklist: {for: echo}\n").target(TipSystem.DITI, null)).hasMessageContaining("device-profile.no-tips");
  }

  @Test
  void namesAreMadeOfTheirParts() {
    var parts = new FileNames.Parts("Evo", "EXP 1", "add", ZonedDateTime.parse("2026-11-21T09:05:07+01:00"), 42, new UUID(0, 1));
    assertThat(new FileNames("{device}_{experiment}_{step}_{date}_{time}_{sequence}", false, "gwl").name(parts))
        .isEqualTo("Evo_EXP 1_add_20261121_090507_000042.gwl");
    assertThat(new FileNames("{worklist}", false, "csv").name(parts)).isEqualTo("00000000-0000-0000-0000-000000000001.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "a\\b", "x\u0000", "x\ty", "a:b", "\u202Eabc", "{step}", "a*", "a|b", ".hidden"})
  void anIdThatWouldLeadElsewhereIsRefused(String experiment) {
    var parts = new FileNames.Parts("Evo", experiment, "add", ZonedDateTime.parse("2026-11-21T09:05:07+01:00"), 42, new UUID(0, 1));
    assertThatThrownBy(() -> new FileNames("{experiment}.{sequence}", false, "gwl").name(parts))
        .hasMessageContaining("release.unsafe-name");
  }
}
