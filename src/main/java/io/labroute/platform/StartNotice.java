package io.labroute.platform;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Tells, when all is up, where page, database and inbox are. */
@Component
class StartNotice {

  private static final Logger log = LoggerFactory.getLogger(StartNotice.class);

  private final EngineProperties engine;
  private final LabNature lab;
  private final Optional<EmbeddedPostgres> embedded;
  private final JdbcConnectionDetails connection;
  private final Environment environment;

  StartNotice(EngineProperties engine, LabNature lab, Optional<EmbeddedPostgres> embedded, JdbcConnectionDetails connection,
      Environment environment) {
    this.engine = engine;
    this.lab = lab;
    this.embedded = embedded;
    this.connection = connection;
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void tell() {
    log.info(text());
  }

  String text() {
    return """
        Labroute is ready%s.
          Page:      http://%s:%s/
          Database:  %s, user %s, password %s
          Inbox:     %s""".formatted(
        lab.isSimulated() ? ", with a SIMULATED lab: nothing here is real" : "",
        environment.getProperty("server.address", "127.0.0.1"), environment.getProperty("local.server.port", "-"),
        connection.getJdbcUrl().replaceFirst("\\?.*", ""), connection.getUsername(), placeOfPassword(),
        engine.inbox().toAbsolutePath().normalize());
  }

  private String placeOfPassword() {
    if (embedded.isEmpty()) {
      return "as set in spring.datasource.password";
    }
    return engine.database().hasPassword()
        ? "as set in labroute.database.password"
        : "in " + DatabasePassword.file(engine.data().toAbsolutePath().normalize());
  }
}
