package io.labroute.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.platform.JsonText;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The audit trail: adds entries in the caller's transaction, and tells them. */
@Repository
public class AuditRepository {

  private final JdbcTemplate jdbc;
  private final JsonText json;

  AuditRepository(JdbcTemplate jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * An entry as it stands.
   *
   * @param fileId the ledger row that it came from, if any
   */
  public record Entry(long id, Instant at, String actor, String action, @Nullable Long fileId, JsonNode detail) {}

  /** What was done to a subject, the first first. */
  public List<Entry> of(String subject) {
    return jdbc.query("select id, at, actor, action, file_id, detail::text from audit.entries where subject = ? order by id",
        (row, n) -> new Entry(row.getLong("id"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("actor"),
            row.getString("action"), row.getObject("file_id", Long.class), json.tree(row.getString("detail"))), subject);
  }


  /** Adds one entry. */
  public void add(AuditEntry entry) {
    addAll(List.of(entry));
  }

  /** Adds entries in one round trip. */
  public void addAll(List<AuditEntry> entries) {
    jdbc.batchUpdate(
        "insert into audit.entries (actor, action, subject, file_id, detail) values (?, ?, ?, ?, ?::jsonb)",
        entries, Math.max(1, entries.size()), (statement, entry) -> {
          statement.setString(1, entry.actor());
          statement.setString(2, entry.action());
          statement.setString(3, entry.subject());
          statement.setObject(4, entry.fileId(), Types.BIGINT);
          statement.setString(5, entry.detail());
        });
  }
}
