package io.labroute.cli;

import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import io.labroute.worklist.LabwareTypes;
import io.labroute.worklist.WorklistLint;
import io.labroute.worklist.WorklistPlanReader;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks through a worklist that anybody may have written. */
@Command(name = "lint", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Tells what a device could stumble over in a worklist: Tecan (.gwl), Echo picklist, or a table of a profile in"
        + " lab/table-profiles.yaml. Ends with 0 if there is nothing, else with 1.")
final class LintCommand implements Callable<Integer> {

  private static final long LARGEST = 1L << 28;

  @Spec
  private CommandSpec spec;

  @Option(names = "--fluent", description = "a Tecan's file is read by FluentControl, else by EVOware")
  private boolean fluent;

  @Option(names = "--diti", description = "a Tecan has disposable tips, else fixed ones")
  private boolean diti;

  @Option(names = "--tip", description = "what a tip holds, such as \"950 uL\" (the usual)")
  private String tip = "950 uL";

  @Option(names = "--plan", description = "the plan that the file was made from: it has to be what the plan makes")
  private @Nullable Path plan;

  @Parameters(paramLabel = "FILE", description = "the worklist")
  private Path file;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
      throw Finding.of("lint.no-file", "There is no such file, or it is absurdly large.").value(file.toAbsolutePath().toString()).refusal();
    }
    TableProfiles tables = TableProfiles.read(TableProfiles.FILE);
    var profile = new TecanProfile(fluent ? Dialect.FLUENT : Dialect.EVO, diti ? TipSystem.DITI : TipSystem.FIXED, TipChange.SCHEME_1,
        Volume.parse(tip), true, true, false, null, null, false);
    List<Finding> findings = new WorklistLint(tables).findings(file.getFileName().toString(), Files.readAllBytes(file), profile,
        plan == null ? null : DryRunCommand.read(new WorklistPlanReader(LabwareTypes.read(LabwareTypes.FILE), tables), plan));
    findings.forEach(finding -> spec.commandLine().getOut().println(finding.text()));
    spec.commandLine().getOut().printf("%d findings in %s%n", findings.size(), file);
    return findings.isEmpty() ? 0 : 1;
  }
}
