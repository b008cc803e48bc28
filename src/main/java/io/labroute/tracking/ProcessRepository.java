package io.labroute.tracking;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps processes and begins, follows and ends their executions, the experiments. */
@Repository
public class ProcessRepository {

  /** The most experiments that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private static final int LONGEST_SOURCE = 10_000_000;
  private static final String EXECUTIONS = """
      select experiment_id, process_id, process, status, started_at, finished_at, error_message, steps, completed, failed,
             first_start, last_finish, busy_seconds, containers
        from tracking.experiment_totals
      """;

  private final JdbcClient jdbc;
  private final AuditRepository audit;
  private final Clock clock;

  ProcessRepository(JdbcClient jdbc, AuditRepository audit, Clock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /** Adds a process. */
  @Transactional
  public Process add(String name, @Nullable String description, String actor) {
    if (description != null && (description.length() > LONGEST_SOURCE || description.indexOf(0) >= 0)) {
      throw Finding.of("process.description", "The description is too long or holds a character that no text has.")
          .allowed("at most " + LONGEST_SOURCE + " characters").refusal();
    }
    UUID id = jdbc.sql("""
        insert into tracking.processes (name, description, created_at) values (:name, :description, :now) returning process_id""")
        .param("name", LabName.of("process's name", name)).param("description", description, Types.VARCHAR)
        .param("now", OffsetDateTime.now(clock)).query(UUID.class).single();
    audit.add(AuditEntry.of(actor, "added", "process " + id));
    return find(id).orElseThrow();
  }

  /** All processes, by name. */
  public List<Process> all() {
    return jdbc.sql("select process_id, name, description, created_at from tracking.processes order by name, created_at")
        .query(ProcessRepository::process).list();
  }

  public Optional<Process> find(UUID processId) {
    return jdbc.sql("select process_id, name, description, created_at from tracking.processes where process_id = :id")
        .param("id", processId).query(ProcessRepository::process).optional();
  }

  /** Begins an execution, which waits until its first step or until it is said to run. */
  @Transactional
  public Execution createExperiment(UUID processId, String actor) {
    find(processId).orElseThrow(() -> Finding.of("process.unknown", "There is no such process.").value(processId.toString())
        .refusal());
    String id = UUID.randomUUID().toString();
    jdbc.sql("""
        insert into tracking.experiments (experiment_id, process_id, status, created_at)
        values (:id, :process, 'pending', :now)""")
        .param("id", id).param("process", processId).param("now", OffsetDateTime.now(clock)).update();
    audit.add(AuditEntry.of(actor, "created", "experiment " + id));
    return execution(id).orElseThrow();
  }

  /** Experiments of a status, the newest first. */
  public List<Execution> executions(@Nullable String status, int limit) {
    return jdbc.sql(EXECUTIONS + "where :status::text is null or status = :status order by created_at desc, experiment_id limit :limit")
        .param("status", status, Types.VARCHAR).param("limit", Math.min(Math.max(limit, 1), MOST_ROWS))
        .query(ProcessRepository::execution).list();
  }

  public Optional<Execution> execution(String experimentId) {
    return jdbc.sql(EXECUTIONS + "where experiment_id = :id").param("id", experimentId)
        .query(ProcessRepository::execution).optional();
  }

  /**
   * Says how far an experiment has come.
   *
   * @throws Refusal when it cannot become that from what it is
   */
  @Transactional
  public Execution become(String experimentId, ExperimentStatus status, @Nullable String error, String actor) {
    String now = jdbc.sql("select status from tracking.experiments where experiment_id = :id for update").param("id", experimentId)
        .query(String.class).optional().orElseThrow(() -> Finding.of("experiment.unknown", "There is no such experiment.")
            .value(experimentId).refusal());
    ExperimentStatus before = ExperimentStatus.valueOf(now.toUpperCase(Locale.ROOT));
    if (!before.mayBecome(status)) {
      throw Finding.of("experiment.transition", "An experiment that is %s cannot become %s.".formatted(now, status.text()))
          .value(status.text()).allowed(before.followers()).refusal();
    }
    jdbc.sql("""
        update tracking.experiments
           set status = :status, error_message = coalesce(:error, error_message),
               started_at = case when :status = 'running' then coalesce(started_at, :now) else started_at end,
               finished_at = case when :over then greatest(:now, started_at) end
         where experiment_id = :id""")
        .param("status", status.text()).param("error", error, Types.VARCHAR).param("now", OffsetDateTime.now(clock))
        .param("over", status.isOver()).param("id", experimentId).update();
    audit.add(AuditEntry.of(actor, status.text(), "experiment " + experimentId));
    return execution(experimentId).orElseThrow();
  }

  private static Process process(ResultSet row, int n) throws SQLException {
    return new Process(row.getObject("process_id", UUID.class), row.getString("name"), row.getString("description"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Execution execution(ResultSet row, int n) throws SQLException {
    return new Execution(row.getString("experiment_id"), row.getObject("process_id", UUID.class), row.getString("process"),
        row.getString("status"), instant(row, "started_at"), instant(row, "finished_at"), row.getString("error_message"),
        row.getLong("steps"), row.getLong("completed"), row.getLong("failed"), instant(row, "first_start"),
        instant(row, "last_finish"), row.getDouble("busy_seconds"), row.getLong("containers"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
