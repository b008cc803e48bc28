package io.labroute.execution;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The transfers of worklists and what became of them. */
@Repository
class TransferRepository {

  private final JdbcClient jdbc;
  private final Clock clock;

  TransferRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** By number. */
  List<WorklistTransfer> of(UUID worklistId) {
    return jdbc.sql("""
        select number, step, part, parts, source, source_container, source_well, target, target_container, target_well, requested_ul,
               written_ul, liquid_class, outcome, actual_ul, reason, decided_by
          from worklist.transfers where worklist_id = :id order by number""").param("id", worklistId)
        .query(TransferRepository::transfer).list();
  }

  private static WorklistTransfer transfer(ResultSet row, int n) throws SQLException {
    return new WorklistTransfer(row.getInt("number"), row.getInt("step"), row.getInt("part"), row.getInt("parts"),
        row.getString("source"), row.getLong("source_container"), row.getString("source_well"), row.getString("target"),
        row.getLong("target_container"), row.getString("target_well"), row.getBigDecimal("requested_ul"), row.getBigDecimal("written_ul"),
        row.getString("liquid_class"), TransferOutcome.of(row.getString("outcome")), row.getBigDecimal("actual_ul"),
        row.getString("reason"), row.getString("decided_by"));
  }

  void settle(UUID worklistId, List<TransferOutcomes.Settled> settled, String by, @Nullable Long fileId) {
    jdbc.sql("""
        update worklist.transfers t
           set outcome = s.outcome, actual_ul = s.actual, reason = s.reason, line = s.line, decided_by = :by, decided_at = :now,
               file_id = :file
          from unnest(:numbers::int[], :outcomes::text[], :actuals::numeric[], :reasons::text[], :lines::bigint[])
               as s (number, outcome, actual, reason, line)
         where t.worklist_id = :id and t.number = s.number""")
        .param("id", worklistId).param("by", by).param("now", OffsetDateTime.now(clock)).param("file", fileId, Types.BIGINT)
        .param("numbers", settled.stream().map(TransferOutcomes.Settled::number).toArray(Integer[]::new))
        .param("outcomes", settled.stream().map(it -> it.outcome().text()).toArray(String[]::new))
        .param("actuals", settled.stream().map(it -> it.actual() == null ? null : it.actual().toPlainString()).toArray(String[]::new))
        .param("reasons", settled.stream().map(TransferOutcomes.Settled::reason).toArray(String[]::new))
        .param("lines", settled.stream().map(TransferOutcomes.Settled::line).toArray(Long[]::new)).update();
  }

  /** What a report can call the containers of a worklist's labware besides its label, by label. */
  Map<String, Set<String>> barcodes(UUID worklistId) {
    Map<String, Set<String>> barcodes = new HashMap<>();
    jdbc.sql("""
        select distinct u.label, c.barcode from worklist.transfers t
         cross join lateral (values (t.source, t.source_container), (t.target, t.target_container)) u (label, container)
          join tracking.containers c on c.container_id = u.container where t.worklist_id = :id""").param("id", worklistId)
        .query((row, n) -> barcodes.computeIfAbsent(row.getString(1), label -> new HashSet<>()).add(row.getString(2))).list();
    return barcodes;
  }

  /** Worklists that a text names by id, fingerprint or file, the newest first. */
  List<UUID> namedIn(String text) {
    return jdbc.sql("""
        select worklist_id from worklist.worklists
         where position(worklist_id::text in :text) > 0 or position(sha256 in :text) > 0 or position(file_name in :text) > 0
         order by ordered desc limit 200""").param("text", text).query(UUID.class).list();
  }

  /** Worklists that a device may have run with some labware, by labels or barcodes, the newest first. */
  List<UUID> with(Set<String> labware) {
    return jdbc.sql("""
        select w.worklist_id from worklist.worklists w
         where w.state <> 'withdrawn' and (w.state <> 'placing' or w.temp_name is not null) and exists (
           select from worklist.transfers t join tracking.containers c on c.container_id in (t.source_container, t.target_container)
            where t.worklist_id = w.worklist_id and (t.source = any(:labware) or t.target = any(:labware) or c.barcode = any(:labware)))
         order by w.ordered desc limit 200""").param("labware", labware.toArray(String[]::new)).query(UUID.class).list();
  }
}
