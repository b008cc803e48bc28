package io.labroute.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells all that happened to a container. */
@Repository
public class ContainerHistoryRepository {

  /** The most entries that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private final JdbcClient jdbc;

  ContainerHistoryRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Every place, lid, step and report of all containers that had a barcode; the newest, the first of them first. */
  public List<HistoryEntry> of(String barcode, int limit) {
    return jdbc.sql("""
        select at, until, what, device, position, detail, status, actor, event_id, step_id, file_id, line
          from tracking.container_history(:barcode, :limit)""")
        .param("barcode", barcode).param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query(ContainerHistoryRepository::entry).list();
  }

  private static HistoryEntry entry(ResultSet row, int n) throws SQLException {
    OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
    return new HistoryEntry(row.getObject("at", OffsetDateTime.class).toInstant(), until == null ? null : until.toInstant(),
        row.getString("what"), row.getString("device"), row.getObject("position", Integer.class), row.getString("detail"),
        row.getString("status"), row.getString("actor"), row.getObject("event_id", Long.class), row.getObject("step_id", UUID.class),
        row.getObject("file_id", Long.class), row.getObject("line", Long.class));
  }
}
