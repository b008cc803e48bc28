package io.labroute.cli;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Sha256;
import io.labroute.platform.EmbeddedPostgres;
import io.labroute.platform.EngineProperties;
import io.labroute.platform.ToolContext;
import io.labroute.platform.backup.Manifest;
import io.labroute.platform.backup.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores an archive into an empty engine that does not run. */
@Command(name = "restore", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Restores an archive into an empty engine. The engine must not run; a damaged archive changes nothing.")
final class RestoreCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "an archive that backup has made, by this release or an older one")
  private Path file;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Finding.of("backup.missing", "There is no such archive.").value(file.toAbsolutePath().toString()).refusal();
    }
    try (var context = ToolContext.database(AuditRepository.class)) {
      boolean embedded = context.getBeanNamesForType(EmbeddedPostgres.class).length > 0;
      var restore = new Restore(context.getBean(DataSource.class), context.getBean(EngineProperties.class),
          Path.of("migrations"), embedded);
      Manifest manifest = restore.from(file);
      context.getBean(AuditRepository.class).add(AuditEntry.of("command line", "restored",
          "%d rows as of %s, archive %s".formatted(manifest.rows(), manifest.createdAt(), Sha256.of(file))));
      spec.commandLine().getOut().printf("Restored %,d rows of %d tables and %d large originals, as they were at %s.%n",
          manifest.rows(), manifest.tables().size(), manifest.intactOriginals(), manifest.createdAt());
      Labroute.tellLost(spec, manifest.lost());
    }
    return 0;
  }
}
