package io.labroute.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is known of worklists. */
@Repository
public class WorklistAnswers {

  /** The most worklists that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private static final String WORKLIST = """
      select w.worklist_id, w.experiment_id, w.step_id, w.device, w.remark, w.format, w.folder, w.file_name, length(w.bytes) as size,
             w.sha256, w.state, w.reason, w.remainder_of, r.worklist_id as remainder, w.overdue_since, w.placing_at, w.released_at,
             w.picked_up_at, w.started_at, w.finished_at, p.transfers, p.planned, p.done, p.undone, p.unknown
        from worklist.worklists w
        join worklist.progress p on p.worklist_id = w.worklist_id
        left join worklist.worklists r on r.remainder_of = w.worklist_id and r.state <> 'withdrawn'
      """;

  private final JdbcClient jdbc;
  private final TransferRepository transfers;
  private final JsonText json;

  WorklistAnswers(JdbcClient jdbc, TransferRepository transfers, JsonText json) {
    this.jdbc = jdbc;
    this.transfers = transfers;
    this.json = json;
  }

  /** Which worklists are asked for; null where it does not matter. */
  public record Wanted(@Nullable String state, @Nullable String device, @Nullable String experiment) {}

  /** Worklists, the newest first. */
  public List<ReleasedWorklist> find(Wanted wanted, int limit) {
    return jdbc.sql(WORKLIST + """
        where (:state::text is null or w.state = :state) and (:device::text is null or w.device = :device)
          and (:experiment::text is null or w.experiment_id = :experiment)
        order by w.ordered desc limit :limit""").param("state", wanted.state(), Types.VARCHAR)
        .param("device", wanted.device(), Types.VARCHAR).param("experiment", wanted.experiment(), Types.VARCHAR)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query(WorklistAnswers::worklist).list();
  }

  public Optional<ReleasedWorklist> find(UUID worklistId) {
    return jdbc.sql(WORKLIST + "where w.worklist_id = :id").param("id", worklistId).query(WorklistAnswers::worklist).optional();
  }

  /**
   * A worklist that has to be there.
   *
   * @throws Refusal {@code worklist.unknown}
   */
  public ReleasedWorklist get(UUID worklistId) {
    return find(worklistId).orElseThrow(() -> WorklistLife.unknown(worklistId));
  }

  /** The bytes of its file. */
  public byte[] file(UUID worklistId) {
    return value(worklistId, "select bytes from worklist.worklists where worklist_id = :id", byte[].class);
  }

  /** From what it was made and what it does. */
  public JsonNode manifest(UUID worklistId) {
    return json.tree(value(worklistId, "select manifest::text from worklist.worklists where worklist_id = :id", String.class));
  }

  /** The same as a text for people. */
  public String manifestText(UUID worklistId) {
    return value(worklistId, "select jsonb_pretty(manifest) from worklist.worklists where worklist_id = :id", String.class);
  }

  /** The sheet that a person loads the deck by. */
  public String loadingSheet(UUID worklistId) {
    return value(worklistId, "select loading_sheet from worklist.worklists where worklist_id = :id", String.class);
  }

  private <T> T value(UUID worklistId, String query, Class<T> type) {
    return jdbc.sql(query).param("id", worklistId).query(type).optional().orElseThrow(() -> WorklistLife.unknown(worklistId));
  }

  /** Its transfers with what became of them, by number. */
  public List<WorklistTransfer> transfers(UUID worklistId) {
    return transfers.of(get(worklistId).worklistId());
  }

  /**
   * A state that a worklist had.
   *
   * @param at when it came to it, as the teller says
   */
  public record StateChange(WorklistState state, Instant at, Instant recordedAt, String actor, @Nullable String reason) {}

  /** The states that it had, the first first. */
  public List<StateChange> history(UUID worklistId) {
    return jdbc.sql("select state, at, recorded_at, actor, reason from worklist.states where worklist_id = :id order by change_id")
        .param("id", get(worklistId).worklistId())
        .query((row, n) -> new StateChange(WorklistState.of(row.getString("state")), instant(row, "at"), instant(row, "recorded_at"),
            row.getString("actor"), row.getString("reason"))).list();
  }

  private static ReleasedWorklist worklist(ResultSet row, int n) throws SQLException {
    return new ReleasedWorklist(row.getObject("worklist_id", UUID.class), row.getString("experiment_id"), row.getString("step_id"),
        row.getString("device"), row.getString("remark"), row.getString("format"), row.getString("folder"), row.getString("file_name"),
        row.getLong("size"), row.getString("sha256"), WorklistState.of(row.getString("state")), row.getString("reason"),
        row.getObject("remainder_of", UUID.class), row.getObject("remainder", UUID.class), nullable(row, "overdue_since"),
        instant(row, "placing_at"), nullable(row, "released_at"), nullable(row, "picked_up_at"), nullable(row, "started_at"),
        nullable(row, "finished_at"), new ReleasedWorklist.Transfers(row.getInt("transfers"), row.getInt("planned"), row.getInt("done"),
            row.getInt("undone"), row.getInt("unknown")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
