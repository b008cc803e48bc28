package io.labroute.cli;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jar as a command-line tool. Without any word behind it, it is the engine. */
@Command(name = "labroute", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Without a command, starts the engine in this folder.",
    subcommands = {BackupCommand.class, BenchCommand.class, CheckCommand.class, DryRunCommand.class, LintCommand.class,
        RestoreCommand.class})
public final class Labroute implements Runnable {

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"Labroute " + Labroute.class.getPackage().getImplementationVersion()};
    }
  }

  /** What can stand behind the jar instead of a word, and is no setting of the engine. */
  public static final Set<String> OPTIONS = Set.of("--help", "--version");

  @Spec
  private CommandSpec spec;

  Labroute() {}

  /**
   * Runs a command.
   *
   * @return 0 when it was done, 1 when it was refused or failed, 2 when it was called wrongly
   */
  public static int run(String... words) {
    return new CommandLine(new Labroute())
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println(finding(failure).text());
          return 1;
        })
        .execute(words);
  }

  private static Finding finding(Exception failure) {
    return failure instanceof Refusal refusal ? refusal.finding()
        : Finding.of("command.failed", "The command could not be carried out: " + failure);
  }

  /** Tells which originals an archive does not bring back. */
  static void tellLost(CommandSpec spec, List<String> hashes) {
    if (!hashes.isEmpty()) {
      String what = "Large originals that were missing or damaged when the archive was made: %d. All else is in it.";
      spec.commandLine().getErr().println(Finding.of("backup.lost-originals", what.formatted(hashes.size()))
          .value(String.join(", ", hashes))
          .maybe("an older backup has them, as originals/<hash>: put each into data/content/<its first two digits>/<hash>.")
          .text());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
