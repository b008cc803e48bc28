package io.labroute.web;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.worklist.LabwareTypes;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistLint;
import io.labroute.worklist.WorklistManifest;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.WorklistPlanReader;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/worklists")
@Tag(name = "Worklists", description = "Files that liquid handlers follow: tried before they are released")
class WorklistsController {

  private static final int LARGEST = 64 << 20;
  private static final String GENERATOR = "Labroute " + WorklistsController.class.getPackage().getImplementationVersion();

  /**
   * What the worklist of a plan would be.
   *
   * @param errors why there would be none; then everything else is empty
   */
  record DryRun(List<Finding> errors, List<String> lines, @Nullable WorklistManifest manifest, @Nullable String loadingSheet) {}

  @PostMapping(value = "/dry-run", consumes = MediaType.ALL_VALUE)
  @Operation(summary = "What the worklist of a plan would be",
      description = "The plan is YAML or JSON, see schemas/worklist.schema.json. Nothing is written or booked.")
  DryRun dryRun(HttpServletRequest request) throws IOException {
    byte[] text = body(request);
    try {
      WorklistPlan plan = reader().read(new ByteArrayInputStream(text));
      Worklist worklist = plan.write();
      var manifest = WorklistManifest.of(plan, new String(text, StandardCharsets.UTF_8), worklist, GENERATOR);
      return new DryRun(List.of(), worklist.lines(), manifest, manifest.loadingSheet());
    } catch (Refusal refusal) {
      return new DryRun(List.of(refusal.finding()), List.of(), null, null);
    }
  }

  @PostMapping(value = "/lint", consumes = MediaType.ALL_VALUE)
  @Operation(summary = "What a device could stumble over in a worklist that anybody may have written",
      description = "name decides on the format: .gwl is Tecan's. dialect is evo or fluent, tips fixed or diti.")
  List<Finding> lint(HttpServletRequest request, @RequestParam(defaultValue = "worklist.gwl") String name,
      @RequestParam(defaultValue = "EVO") Dialect dialect, @RequestParam(defaultValue = "FIXED") TipSystem tips,
      @RequestParam(defaultValue = "950 uL") String tip) throws IOException {
    var profile = new TecanProfile(dialect, tips, TipChange.SCHEME_1, Volume.parse(tip), true, true, false, null, null, false);
    return new WorklistLint(TableProfiles.read(TableProfiles.FILE)).findings(name, body(request), profile, null);
  }

  private static WorklistPlanReader reader() throws IOException {
    return new WorklistPlanReader(LabwareTypes.read(LabwareTypes.FILE), TableProfiles.read(TableProfiles.FILE));
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw Finding.of("worklist.too-large", "The content is too large.").allowed("at most " + LARGEST + " bytes").refusal();
    }
    return bytes;
  }
}
