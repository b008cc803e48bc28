package io.labroute.catalog.vials;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Refusal;
import io.labroute.platform.EngineProperties;
import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps vials, does with them what may be done, and answers for them. */
@Repository
public class VialRepository {

  /** The most vials that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private static final String COLUMNS = "vial_id, cell_line_id, passage_number, freeze_date, location, status, notes";

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final AuditRepository audit;
  private final Clock clock;
  private final EngineProperties engine;
  private final JsonText json;

  VialRepository(JdbcClient jdbc, JdbcTemplate batches, AuditRepository audit, Clock clock, EngineProperties engine,
      JsonText json) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.audit = audit;
    this.clock = clock;
    this.engine = engine;
    this.json = json;
  }

  /** An action that was accepted, with the vial after it and, where it came from a file, its line. */
  record Done(VialAction action, Vial after, @Nullable Long line) {}

  /** Vials of a cell line, in a status, the lowest passage first. */
  public List<Vial> find(@Nullable String cellLine, @Nullable String status, int limit) {
    return jdbc.sql("select " + COLUMNS + """
        \s from catalog.cell_line_inventory
         where (:line::text is null or cell_line_id = :line) and (:status::text is null or status = :status)
         order by cell_line_id, passage_number nulls last, vial_id limit :limit""")
        .param("line", cellLine, Types.VARCHAR).param("status", status, Types.VARCHAR)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query(VialRepository::vial).list();
  }

  public Optional<Vial> find(String vialId) {
    return jdbc.sql("select " + COLUMNS + " from catalog.cell_line_inventory where vial_id = :vial").param("vial", vialId)
        .query(VialRepository::vial).optional();
  }

  /** Who did what with a vial, the first first. */
  public List<AuditRepository.Entry> history(String vialId) {
    return audit.of(subject(vialId));
  }

  /**
   * Does something with a vial.
   *
   * @return the vial afterwards
   * @throws Refusal when that cannot be done with it
   */
  @Transactional
  public Vial apply(VialAction action, String actor) {
    Vial before = lock(List.of(action.vialId())).get(action.vialId());
    Vial after = rules().after(before, action);
    if (!after.equals(before)) {
      write(List.of(new Done(action, after, null)), actor, null);
    }
    return after;
  }

  VialRules rules() {
    return new VialRules(clock.instant(), LocalDate.ofInstant(clock.instant(), engine.zone()));
  }

  /** Vials by name, held until the end of the transaction; names that nothing has yet are held as well. */
  Map<String, Vial> lock(Collection<String> vialIds) {
    String[] ids = vialIds.stream().distinct().sorted().toArray(String[]::new);
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('vial.' || id, 0)) from unnest(:ids::text[]) with ordinality as v (id, n)"
            + " order by n").param("ids", ids).query((row, n) -> n).list();
    var vials = new HashMap<String, Vial>();
    jdbc.sql("select " + COLUMNS + " from catalog.cell_line_inventory where vial_id = any(:ids) order by vial_id for update")
        .param("ids", ids).query(VialRepository::vial).list().forEach(vial -> vials.put(vial.vialId(), vial));
    return vials;
  }

  /** Puts what was done on record, in the caller's transaction. */
  void write(List<Done> all, String actor, @Nullable Long fileId) {
    var now = OffsetDateTime.now(clock);
    batches.batchUpdate("""
        insert into catalog.cell_line_inventory
          (vial_id, cell_line_id, passage_number, freeze_date, location, status, notes, created_at, file_id, line)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (vial_id) do update set location = excluded.location, status = excluded.status""",
        all, Math.max(1, all.size()), (statement, done) -> {
          Vial vial = done.after();
          statement.setString(1, vial.vialId());
          statement.setString(2, vial.cellLineId());
          statement.setObject(3, vial.passageNumber(), Types.INTEGER);
          statement.setObject(4, vial.freezeDate(), Types.DATE);
          statement.setString(5, vial.location());
          statement.setString(6, vial.status().text());
          statement.setString(7, vial.notes());
          statement.setObject(8, now);
          statement.setObject(9, fileId, Types.BIGINT);
          statement.setObject(10, done.line(), Types.BIGINT);
        });
    writeUses(all, now, fileId);
    audit.addAll(all.stream().map(done -> new AuditEntry(actor, done.action().verb(), subject(done.after().vialId()), fileId,
        json.of(done.action()))).toList());
  }

  private void writeUses(List<Done> all, OffsetDateTime now, @Nullable Long fileId) {
    var uses = new ArrayList<Done>(all);
    uses.removeIf(done -> !(done.action() instanceof VialAction.Use));
    batches.batchUpdate("""
        insert into catalog.cell_line_usage
          (cell_line_id, vial_id, execution_id, usage_date, purpose, notes, file_id, line)
        values (?, ?, ?, ?, ?, ?, ?, ?)""", uses, Math.max(1, uses.size()), (statement, done) -> {
          var use = (VialAction.Use) done.action();
          statement.setString(1, done.after().cellLineId());
          statement.setString(2, use.vialId());
          statement.setString(3, use.executionId());
          statement.setObject(4, use.usedAt() == null ? now : use.usedAt().atOffset(ZoneOffset.UTC));
          statement.setString(5, use.purpose());
          statement.setString(6, use.notes());
          statement.setObject(7, fileId, Types.BIGINT);
          statement.setObject(8, done.line(), Types.BIGINT);
        });
  }

  private static String subject(String vialId) {
    return "vial " + vialId;
  }

  private static Vial vial(ResultSet row, int n) throws SQLException {
    return new Vial(row.getString("vial_id"), row.getString("cell_line_id"), row.getObject("passage_number", Integer.class),
        row.getObject("freeze_date", LocalDate.class), row.getString("location"),
        Vial.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getString("notes"));
  }
}
