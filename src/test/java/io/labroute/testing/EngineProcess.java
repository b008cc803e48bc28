package io.labroute.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real engine in a process of its own, in a folder of its own, as a user runs it; it can be killed. */
public final class EngineProcess implements AutoCloseable {

  private static final String PASSWORD = "test-password";
  private static final Path JAR = Path.of("target/labroute.jar").toAbsolutePath();

  private final Path home;
  private final List<String> command;
  private final Map<String, String> environment = new HashMap<>();
  private final int port = freePort();
  private final int databasePort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private String jdbcUrl;
  private String user = "labroute";
  private String password = PASSWORD;
  private List<String> runner = List.of();
  private boolean simulating;
  private Process process;

  private EngineProcess(Path home, List<String> command) {
    this.home = home;
    this.command = command;
    this.jdbcUrl = "jdbc:postgresql://127.0.0.1:" + databasePort + "/labroute";
    with("SERVER_PORT", String.valueOf(port));
    with("LABROUTE_DATABASE_PORT", String.valueOf(databasePort));
    with("LABROUTE_DATABASE_PASSWORD", PASSWORD);
    with("LC_ALL", "C.UTF-8");
  }

  /** The packaged jar, as it is delivered. */
  public static EngineProcess ofJar(Path home) {
    if (!Files.exists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: run mvn verify, which packages it before these tests");
    }
    return new EngineProcess(projectIn(home), List.of("-jar", JAR.toString()));
  }

  /** The engine with the tests' own additions, started from the class path. */
  public static EngineProcess ofClass(Path home, Class<?> main) {
    return new EngineProcess(projectIn(home), List.of("-cp", System.getProperty("java.class.path"), main.getName()));
  }

  private static Path projectIn(Path home) {
    try {
      for (String part : List.of("migrations", "routes", "lab", "application.yaml")) {
        Path source = Path.of(part).toAbsolutePath();
        try (Stream<Path> files = Files.walk(source)) {
          for (Path file : files.toList()) {
            Path target = home.resolve(part).resolve(source.relativize(file).toString()).normalize();
            if (!Files.exists(target)) {
              Files.createDirectories(target.getParent());
              Files.copy(file, target);
            }
          }
        }
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public EngineProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Puts the engine on a server of its own instead of the embedded database. */
  public EngineProcess on(String url, String databaseUser, String databasePassword) {
    jdbcUrl = url;
    user = databaseUser;
    password = databasePassword;
    return with("SPRING_DATASOURCE_URL", url).with("SPRING_DATASOURCE_USERNAME", databaseUser)
        .with("SPRING_DATASOURCE_PASSWORD", databasePassword);
  }

  /** Has the engine run a simulated lab of its own. */
  public EngineProcess simulating() {
    simulating = true;
    return this;
  }

  /** Runs the engine as another user of this machine, which only root may do. */
  public EngineProcess as(int uid) {
    runner = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
    return this;
  }

  public EngineProcess start(String... jvmOptions) {
    var line = new ArrayList<>(runner);
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.add("-Xmx512m");
    line.addAll(List.of(jvmOptions));
    line.addAll(command);
    if (simulating) {
      line.add("--simulate");
    }
    var builder = new ProcessBuilder(line).directory(home.toFile()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("engine.log").toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What a command answered; both of its outputs. */
  public record Answer(int exit, String text) {}

  /** Runs the jar with words behind it, in the engine's folder and with its settings, to its end. */
  public Answer run(String... words) {
    var line = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
        "-XX:TieredStopAtLevel=1"));
    line.addAll(command);
    line.addAll(List.of(words));
    var builder = new ProcessBuilder(line).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process tool = builder.start();
      String text = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(tool.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the engine says that it is ready. */
  public EngineProcess awaitReady() {
    Awaitility.await("the engine is ready").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the engine ended with " + process.exitValue() + ":\n" + log());
          }
          return isReady();
        });
    return this;
  }

  private boolean isReady() {
    try {
      return get("/actuator/health/readiness").statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  public HttpResponse<String> post(String path) {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  public HttpResponse<String> post(String path, String json) {
    return send(HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Where the engine answers a path. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Path home() {
    return home;
  }

  public Path inbox(String kind) {
    return home.resolve(simulating ? "data/simulated/inbox" : "inbox").resolve(kind);
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  /** The engine's database as psql takes it. */
  public String psqlUrl() {
    return jdbcUrl.replaceFirst("jdbc:postgresql://", "postgresql://" + user + ":" + password + "@");
  }

  /** The most memory that the engine's process has held, as Linux tells it. */
  public String peakMemory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines.filter(line -> line.startsWith("VmHWM:")).map(line -> line.substring(6).strip()).findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** One value from the engine's database. */
  public String ask(String query) {
    try (var connection = connect(); var statement = connection.createStatement(); var row = statement.executeQuery(query)) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Ends the engine as a power switch would: nothing is closed, and an embedded server is left behind. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(20));
  }

  /** Waits for an engine that ends by itself. */
  public int awaitEnd(Duration time) {
    try {
      if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the engine does not end:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public String log() {
    try {
      return Files.readString(home.resolve("engine.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends the engine as Ctrl-C does, and with it its embedded server. */
  @Override
  public void close() {
    if (isAlive()) {
      process.destroy();
      awaitEnd(Duration.ofSeconds(60));
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
