package io.labroute.cli;

import io.labroute.lab.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jar as a command-line tool. Without any word behind it, it is the engine. */
@Command(name = "labroute", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Without a command, starts the engine in this folder.",
    subcommands = {BackupCommand.class, CheckCommand.class, RestoreCommand.class})
public final class Labroute implements Runnable {

  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"Labroute " + Labroute.class.getPackage().getImplementationVersion()};
    }
  }

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
          String message = failure instanceof Refusal refusal ? refusal.finding().text() : failure.toString();
          command.getErr().println(message);
          return 1;
        })
        .execute(words);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
