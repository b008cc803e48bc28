package io.labroute.cli;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.ingest.LargeOriginalsRepository;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.ToolContext;
import io.labroute.platform.backup.Backup;
import io.labroute.platform.backup.Manifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an archive of all rows and originals, by the running engine or, where none runs, from its database. */
@Command(name = "backup", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = {
        "Writes all rows and originals, as they are at one moment, into an archive. The engine may run meanwhile.",
        "Ends with 1, and keeps the archive, when an original is missing or damaged."})
final class BackupCommand implements Callable<Integer> {

  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "the archive, such as labroute-2026-11-21.zip; it must not exist yet")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path target = file.toAbsolutePath();
    if (Files.exists(target)) {
      throw exists(target);
    }
    if (!Files.isDirectory(target.getParent())) {
      throw Finding.of("backup.no-folder", "The folder of the archive does not exist.").value(String.valueOf(target.getParent()))
          .refusal();
    }
    Manifest manifest;
    Path temp = AtomicFiles.temporaryBeside(target, "backup");
    try {
      write(temp);
      manifest = Backup.check(temp);
      AtomicFiles.moveToFreeName(temp, target);
      AtomicFiles.syncFolder(target.getParent());
    } catch (FileAlreadyExistsException meanwhile) {
      throw exists(target);
    } finally {
      Files.deleteIfExists(temp);
    }
    spec.commandLine().getOut().printf("%s: %,d rows, %,d large originals, %,d bytes%n", target, manifest.rows(),
        manifest.intactOriginals(), Files.size(target));
    Labroute.tellLost(spec, manifest.lost());
    return manifest.lost().isEmpty() ? 0 : 1;
  }

  private static Refusal exists(Path target) {
    return Finding.of("backup.exists", "There is a file of this name already.").value(target.toString())
        .maybe("take another name, such as one with the date.").refusal();
  }

  private static void write(Path temp) throws IOException, InterruptedException {
    try (var context = ToolContext.database(Backup.class, LargeOriginalsRepository.class, AuditRepository.class)) {
      var manifest = context.getBean(Backup.class).write(temp);
      context.getBean(AuditRepository.class).add(AuditEntry.of("command line", "backed up", manifest.rows() + " rows"));
    } catch (Refusal refusal) {
      if (!refusal.finding().code().equals("engine.already-running")) {
        throw refusal;
      }
      Files.deleteIfExists(temp);
      fetch(temp);
    }
  }

  /** The engine that holds the lock makes the archive. */
  private static void fetch(Path temp) throws IOException, InterruptedException {
    int port;
    try (var settings = ToolContext.settings()) {
      port = settings.getEnvironment().getProperty("server.port", Integer.class, 8080);
    }
    var uri = URI.create("http://127.0.0.1:" + port + "/api/backup");
    HttpResponse<Path> answer;
    try {
      answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofFile(temp));
    } catch (IOException silent) {
      throw Finding.of("backup.engine-silent", "The engine works on this data folder, but its backup broke off: "
          + silent.getMessage()).value(uri.toString())
          .maybe("it is being stopped, or listens on another port than this folder's application.yaml says; else its log "
              + "tells why.")
          .refusal();
    }
    if (answer.statusCode() != 200) {
      throw Finding.of("backup.engine-refused", "The running engine could not make the backup: " + Files.readString(temp))
          .value("status " + answer.statusCode()).refusal();
    }
    try (var channel = FileChannel.open(temp, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
