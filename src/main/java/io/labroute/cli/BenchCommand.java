package io.labroute.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a part of the engine by itself. */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Measures a part of the engine by itself, without database.", subcommands = BenchScheduleCommand.class)
final class BenchCommand implements Runnable {

  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what is to be measured: schedule.");
  }
}
