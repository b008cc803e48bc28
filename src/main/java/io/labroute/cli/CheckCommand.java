package io.labroute.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.labroute.ingest.DryRun;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.ToolContext;
import io.labroute.routing.RouteCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

/** Tells what the engine would do with a file, which it does not keep: a route file here and now, another by the running engine. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Labroute.Version.class,
    description = "Tells what the engine would do with a route file or, with --kind, with a file to be dropped. Nothing is"
        + " changed. Ends with 0 if all of it would be taken, else with 1.")
final class CheckCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Spec
  private CommandSpec spec;

  @Option(names = "--kind", description = "the kind of a file to be dropped, such as plate-results; without it, FILE is a route file")
  private @Nullable String kind;

  @Parameters(paramLabel = "FILE", description = "the file to be checked")
  private Path file;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isRegularFile(file)) {
      throw Finding.of("check.no-file", "There is no such file.").value(file.toAbsolutePath().toString()).refusal();
    }
    if (kind != null) {
      return tellOutlook(outlook(file.getFileName().toString()));
    }
    try (var engine = ToolContext.rules(EngineBeans.class)) {
      new RouteCheck(engine).check(file);
    }
    out().println("The routes can be put to work.");
    return 0;
  }

  /** Of the running engine or, where none runs, with its database under its lock. */
  private JsonNode outlook(String name) throws IOException, InterruptedException {
    try (var engine = ToolContext.migratedDatabase(EngineBeans.class)) {
      return JSON.valueToTree(engine.getBean(DryRun.class).of(kind, name, Files.readAllBytes(file), "command line"));
    } catch (Refusal refusal) {
      if (!refusal.finding().code().equals("engine.already-running")) {
        throw refusal;
      }
      return ask("/api/kinds/" + encoded(kind) + "/check?name=" + encoded(name));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode ask(String path) throws IOException, InterruptedException {
    int port;
    try (var settings = ToolContext.settings()) {
      port = settings.getEnvironment().getProperty("server.port", Integer.class, 8080);
    }
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/octet-stream").POST(HttpRequest.BodyPublishers.ofFile(file)).build();
    HttpResponse<String> answer;
    try {
      answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException nobody) {
      throw Finding.of("check.no-engine", "No engine answers on port %d.".formatted(port))
          .maybe("it listens on another port than this folder's application.yaml says.").refusal();
    }
    JsonNode told = JSON.readTree(answer.body());
    if (answer.statusCode() != 200) {
      throw Finding.of(told.path("code").asText("check.failed"), told.path("detail").asText("The engine could not check the file."))
          .value(told.path("value").textValue()).allowed(told.path("allowed").textValue()).refusal();
    }
    return told;
  }

  private int tellOutlook(JsonNode outlook) {
    out().printf("It would be %s: %d records, of them %d stored anew, %d unchanged, %d rejected.%n",
        outlook.path("state").asText(), outlook.path("records_in").longValue(), outlook.path("records_loaded").longValue(),
        outlook.path("records_unchanged").longValue(), outlook.path("records_rejected").longValue());
    outlook.path("new_rows").properties().forEach(table -> out().printf("  %s: %s rows%n", table.getKey(), table.getValue()));
    outlook.path("rejects").forEach(this::tell);
    outlook.path("warnings").forEach(warning -> {
      out().print("Doubtful: ");
      tell(warning);
    });
    return outlook.path("rejects").isEmpty() && !outlook.path("state").asText().equals("rejected") ? 0 : 1;
  }

  /** As every message is told: what, where, value, allowed, and the likely cure. */
  private void tell(JsonNode told) {
    try {
      out().println(JSON.treeToValue(told, Finding.class).text());
    } catch (JsonProcessingException ofAnotherRelease) {
      out().println(told);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
