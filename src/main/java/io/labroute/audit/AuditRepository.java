package io.labroute.audit;

import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Adds entries to the audit trail, in the caller's transaction. */
@Repository
public class AuditRepository {

  private final JdbcTemplate jdbc;

  AuditRepository(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
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
