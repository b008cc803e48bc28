package io.labroute.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.worklist.LabwareTypes;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistManifest;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.WorklistPlanReader;
import io.labroute.worklist.table.TableProfiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the worklist of a plan without any engine. */
@Command(name = "dry-run", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Tells what the worklist of a plan would be: lines, warnings, tips, volumes. Nothing is written unless --out"
        + " names a file. Ends with 1 if the plan is refused.")
final class DryRunCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Spec
  private CommandSpec spec;

  @Option(names = "--out", description = "writes the worklist to this file, which must not exist, with its manifest (.json) and"
      + " loading sheet (.txt) beside it")
  private @Nullable Path out;

  @Parameters(paramLabel = "PLAN", description = "the plan, YAML or JSON; see schemas/worklist.schema.json")
  private Path file;

  @Override
  public Integer call() throws IOException {
    WorklistPlan plan = read(new WorklistPlanReader(LabwareTypes.read(LabwareTypes.FILE), TableProfiles.read(TableProfiles.FILE)), file);
    Worklist worklist = plan.write();
    var manifest = WorklistManifest.of(plan, Files.readString(file), worklist, new Labroute.Version().getVersion()[0]);
    PrintWriter told = spec.commandLine().getOut();
    worklist.lines().stream().limit(SHOWN).forEach(told::println);
    if (worklist.lines().size() > SHOWN) {
      told.printf("… %,d lines%n", worklist.lines().size());
    }
    told.println();
    told.println(manifest.loadingSheet());
    if (out != null) {
      writeFiles(out, worklist, manifest);
    }
    return 0;
  }

  private static void writeFiles(Path target, Worklist worklist, WorklistManifest manifest) throws IOException {
    if (Files.exists(target)) {
      throw Finding.of("dry-run.exists", "There is a file of this name already.").value(target.toString()).refusal();
    }
    var json = new ObjectMapper().registerModule(new JavaTimeModule()).setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL).disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
    AtomicFiles.write(target.resolveSibling(target.getFileName() + ".json"), json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest),
        "dry-run");
    AtomicFiles.write(target.resolveSibling(target.getFileName() + ".txt"), manifest.loadingSheet().getBytes(StandardCharsets.UTF_8),
        "dry-run");
    AtomicFiles.write(target, worklist.bytes(), "dry-run");
  }

  static WorklistPlan read(WorklistPlanReader reader, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Finding.of("dry-run.no-file", "There is no such plan.").value(file.toAbsolutePath().toString()).refusal();
    }
    try (InputStream text = Files.newInputStream(file)) {
      return reader.read(text);
    }
  }
}
