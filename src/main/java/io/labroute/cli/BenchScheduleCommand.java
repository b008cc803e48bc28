package io.labroute.cli;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.schedule.format.BestKnown;
import io.labroute.schedule.format.Instances;
import io.labroute.schedule.planning.Incumbent;
import io.labroute.schedule.planning.Outcome;
import io.labroute.schedule.planning.Planner;
import io.labroute.schedule.planning.Wish;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Solves all instances of a folder, one after the other, and tells of each how well and how fast. */
@Command(name = "schedule", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Solves scheduling instances (job shop, .fjs, .rcp, S-LAB folders, lab days, this engine's own form) and prints"
        + " a line each. Ends with 0 if each has a plan, else with 1.")
final class BenchScheduleCommand implements Callable<Integer> {

  private static final String LINE = "%-34s %-10s %9s %9s %9s %7s %9s %8s %8s %8s  %s%n";

  @Spec
  private CommandSpec spec;

  @Option(names = "--instances", paramLabel = "DIR", required = true, description = "a folder, sub-folders included, or one file")
  private Path folder;

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "time limit of each instance (default: 10)")
  private double seconds;

  @Option(names = "--workers", paramLabel = "W", defaultValue = "0", description = "threads at most (default: chosen by the aim)")
  private int workers;

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "of all random choices (default: 1)")
  private int seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(seconds > 0) || workers < 0) {
      throw new ParameterException(spec.commandLine(), "--seconds has to be above 0, --workers not below.");
    }
    if (!Files.exists(folder)) {
      throw Finding.of("bench.no-folder", "There is no such folder.").value(folder.toAbsolutePath().toString()).refusal();
    }
    List<Instances.Instance> instances = Instances.in(folder);
    if (instances.isEmpty()) {
      throw Finding.of("bench.no-instances", "There is no instance in this folder.").value(folder.toAbsolutePath().toString())
          .allowed("job shops, .fjs, .rcp, S-LAB folders, lab days, and problems with \"apiVersion: lab.schedule/v1\"").refusal();
    }
    BestKnown known = BestKnown.in(Files.isDirectory(folder) ? folder : folder.toAbsolutePath().getParent());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(LINE, "instance", "status", "value", "known", "bound", "gap", "over", "first s", "best s", "total s", "found by");
    boolean all = true;
    for (Instances.Instance instance : instances) {
      all &= bench(instance, known.of(instance.name()), out);
    }
    return all ? 0 : 1;
  }

  private boolean bench(Instances.Instance instance, @Nullable Long known, PrintWriter out) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = Planner.solve(instance.read(), new Wish(seconds, workers, seed, false), found -> {});
    } catch (Refusal refused) {
      out.printf("%-34s %s%n", instance.name(), refused.finding().text());
      out.flush();
      return false;
    }
    Incumbent best = outcome.best();
    out.printf(Locale.ROOT, LINE, instance.name(), outcome.status(), best == null ? "-" : best.value(), known == null ? "-"
        : known,
        best == null ? "-" : best.bound(), best == null ? "-" : percent(best.gap()),
        best == null || known == null || known == 0 ? "-" : percent(best.value() / (double) known - 1),
        seconds(outcome.firstSeconds()), best == null ? "-" : seconds(best.seconds()), seconds(outcome.seconds()),
        best == null ? "-" : best.source());
    out.flush();
    return best != null;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * fraction);
  }

  private static String seconds(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
