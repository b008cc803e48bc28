package io.labroute.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.Finding;
import io.labroute.lab.Sha256;
import io.labroute.platform.WallClock;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Reads and writes the ledger {@code ingest.file}, in the caller's transaction. */
@Repository
class LedgerRepository {

  private final JdbcTemplate jdbc;
  private final ObjectMapper json;
  private final WallClock clock;

  LedgerRepository(JdbcTemplate jdbc, ObjectMapper json, WallClock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** A row of the ledger as far as the protocol needs it. */
  record Entry(long id, String name, FileState state, String sha256, long inode, long modifiedNanos, boolean moved,
      boolean hasRejects, int soloAttempts) {

    String identity() {
      return ClaimedFile.identity(sha256, name);
    }

    boolean isOf(Drop drop) {
      return name.equals(drop.name()) && drop.stamp().isDrop(inode, modifiedNanos);
    }
  }

  private static final String ENTRY =
      "id, name, state, coalesce(sha256, '') as sha256, coalesce(inode, 0) as inode, coalesce(mtime_ns, 0) as mtime_ns,"
          + " moved_at is not null as moved, state = 'rejected' or records_rejected > 0 as has_rejects, solo_attempts";

  private static Entry entry(ResultSet row, int n) throws SQLException {
    return new Entry(row.getLong("id"), row.getString("name"),
        FileState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getString("sha256"),
        row.getLong("inode"), row.getLong("mtime_ns"), row.getBoolean("moved"),
        row.getBoolean("has_rejects"), row.getInt("solo_attempts"));
  }

  /**
   * Puts drops on record as being processed; drops that were in work before keep their rows.
   *
   * <p>Commits without waiting for the disk: the record serves after a crash of the engine, which the server survives.
   *
   * @param solo whether this attempt, made alone, counts
   */
  Map<Drop, Long> begin(InboxFolder folder, List<Drop> drops, List<String> owners, EngineId engine, boolean solo) {
    jdbc.execute("set local synchronous_commit = off");
    var ids = new HashMap<Drop, Long>();
    jdbc.query("""
        with dropped as (
          select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
            with ordinality as d (name, inode, mtime_ns, size_bytes, owner, n)),
        resumed as (
          update ingest.file f set state = 'processing', solo_attempts = f.solo_attempts + ?
            from dropped d
           where f.engine = ? and f.kind = ? and f.name = d.name and f.inode = d.inode and f.mtime_ns = d.mtime_ns
             and f.state in ('received', 'processing')
          returning f.id, d.n),
        started as (
          insert into ingest.file
            (kind, name, folder, owner, engine, inode, mtime_ns, size_bytes, state, solo_attempts, received_at)
          select ?, d.name, ?, d.owner, ?, d.inode, d.mtime_ns, d.size_bytes, 'processing', ?, ?
            from dropped d where d.n not in (select n from resumed)
          returning id, name)
        select d.n, coalesce(r.id, s.id) as id
          from dropped d left join resumed r on r.n = d.n left join started s on s.name = d.name""",
        statement -> {
          var connection = statement.getConnection();
          statement.setArray(1, texts(connection, drops.stream().map(Drop::name).toList()));
          statement.setArray(2, numbers(connection, drops.stream().map(d -> d.stamp().inode()).toList()));
          statement.setArray(3, numbers(connection, drops.stream().map(d -> d.stamp().modifiedNanos()).toList()));
          statement.setArray(4, numbers(connection, drops.stream().map(d -> d.stamp().size()).toList()));
          statement.setArray(5, texts(connection, owners));
          statement.setInt(6, solo ? 1 : 0);
          statement.setString(7, engine.text());
          statement.setString(8, folder.kind());
          statement.setString(9, folder.kind());
          statement.setString(10, folder.path().toAbsolutePath().toString());
          statement.setString(11, engine.text());
          statement.setInt(12, solo ? 1 : 0);
          statement.setObject(13, now());
        },
        row -> {
          ids.put(drops.get(row.getInt("n") - 1), row.getLong("id"));
        });
    return ids;
  }

  /** Puts a replay on record. */
  long beginReplay(FileRecord of, String actor, EngineId engine) {
    return jdbc.queryForObject("""
        insert into ingest.file (kind, name, owner, engine, size_bytes, state, replay_of, received_at, declared_charset,
                                 decimal_sign, time_zone)
        select kind, name, ?, ?, size_bytes, 'processing', id, ?, declared_charset, decimal_sign, time_zone
          from ingest.file where id = ? returning id""", Long.class, actor, engine.text(), now(), of.id());
  }

  /** The row of an id. */
  Optional<Entry> find(long id) {
    return jdbc.query("select " + ENTRY + " from ingest.file where id = ?", LedgerRepository::entry, id).stream()
        .findFirst();
  }

  /** Rows of these drops that have ended. */
  List<Entry> ended(String kind, List<Drop> drops) {
    return jdbc.query(
        "select " + ENTRY + " from ingest.file where kind = ? and name = any(?) and inode = any(?)"
            + " and state in ('completed', 'duplicate', 'rejected')",
        statement -> {
          statement.setString(1, kind);
          statement.setArray(2, texts(statement.getConnection(), drops.stream().map(Drop::name).toList()));
          statement.setArray(3,
              numbers(statement.getConnection(), drops.stream().map(d -> d.stamp().inode()).toList()));
        }, LedgerRepository::entry);
  }

  /** Waits for the turn of a kind, or of each content of a kind, until the end of the transaction. */
  void lock(String kind, boolean wholeKind, Collection<String> hashes) {
    List<Long> keys = wholeKind ? List.of(lockKey(kind)) : hashes.stream().map(hash -> lockKey(kind + ":" + hash)).toList();
    jdbc.query("select pg_advisory_xact_lock(k) from (select distinct k from unnest(?::bigint[]) k order by k) ordered",
        statement -> statement.setArray(1, numbers(statement.getConnection(), keys)), row -> { });
  }

  private static long lockKey(String text) {
    return Long.parseUnsignedLong(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 16), 16);
  }

  /** All completed rows of a kind with any of these contents, oldest first. */
  List<Entry> completed(String kind, Collection<String> hashes) {
    return jdbc.query(
        "select * from (select " + ENTRY + " from ingest.file where kind = ? and sha256 = any(?) and state = 'completed'"
            + " and replay_of is null union all select " + ENTRY + " from ingest.file where kind = ? and sha256 = any(?)"
            + " and state = 'completed' and replay_of is not null) both_ways order by id",
        statement -> {
          statement.setString(1, kind);
          statement.setArray(2, texts(statement.getConnection(), hashes));
          statement.setString(3, kind);
          statement.setArray(4, texts(statement.getConnection(), hashes));
        }, LedgerRepository::entry);
  }

  /** Keeps originals; those already kept are left, those that a clean-up deleted are kept anew. */
  void keepContents(List<ClaimedFile> files) {
    jdbc.batchUpdate(
        "insert into ingest.content as kept (sha256, size_bytes, bytes) values (?, ?, ?) on conflict (sha256)"
            + " do update set bytes = excluded.bytes, deleted_at = null where kept.deleted_at is not null",
        files, Math.max(1, files.size()), (statement, file) -> {
          statement.setString(1, file.sha256());
          statement.setLong(2, file.size());
          statement.setBytes(3,
              file.source().bytes() instanceof SourceFile.Bytes.InMemory memory ? memory.array() : null);
        });
  }

  /** Ends rows, all in one statement: the server prepares the row's checks and indexes once for all. */
  void end(List<Ending> endings) {
    jdbc.update("""
        update ingest.file f set state = e.state, sha256 = e.sha256, completed_at = ?, replay_of = e.replay_of,
          duplicate_of = e.duplicate_of, encoding = e.encoding, decimal_sign = e.decimal_sign, time_zone = e.time_zone,
          declared_charset = e.declared_charset, records_in = e.records_in, records_loaded = e.records_loaded,
          records_unchanged = e.records_unchanged, records_rejected = e.records_rejected, leaves_in = e.leaves_in,
          leaves_stored = e.leaves_stored, leaves_unchanged = e.leaves_unchanged, leaves_extra = e.leaves_extra,
          leaves_rejected = e.leaves_rejected, warnings = e.warnings, error_code = e.error_code, error = e.error
        from jsonb_populate_recordset(null::ingest.file, ?::jsonb) e where f.id = e.id""",
        now(), asJson(endings));
  }

  private String asJson(List<Ending> endings) {
    try {
      return json.writeValueAsString(endings.stream().map(LedgerRepository::columns).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, @Nullable Object> columns(Ending ending) {
    Counts counts = ending.counts();
    Reading reading = ending.file().source().reading();
    Finding error = ending.error();
    var columns = new HashMap<String, @Nullable Object>();
    columns.put("id", ending.file().ledgerId());
    columns.put("state", ending.state().text());
    columns.put("sha256", ending.file().sha256().isEmpty() ? null : ending.file().sha256());
    columns.put("replay_of", ending.replayOf());
    columns.put("duplicate_of", ending.duplicateOf());
    columns.put("encoding", ending.encoding());
    columns.put("decimal_sign", String.valueOf(reading.decimalSign()));
    columns.put("time_zone", reading.zone().getId());
    columns.put("declared_charset", reading.charset() == null ? null : reading.charset().name());
    columns.put("records_in", counts.recordsIn());
    columns.put("records_loaded", counts.recordsLoaded());
    columns.put("records_unchanged", counts.recordsUnchanged());
    columns.put("records_rejected", counts.recordsRejected());
    columns.put("leaves_in", counts.leavesIn());
    columns.put("leaves_stored", counts.leavesStored());
    columns.put("leaves_unchanged", counts.leavesUnchanged());
    columns.put("leaves_extra", counts.leavesExtra());
    columns.put("leaves_rejected", counts.leavesRejected());
    columns.put("warnings", ending.warnings().size());
    columns.put("error_code", error == null ? null : error.code());
    columns.put("error", error == null ? null : error.text());
    return columns;
  }

  /** Takes rows back that came to nothing, because their drop has to settle anew or another engine took it. */
  void forget(Collection<Long> ids) {
    jdbc.update("delete from ingest.file where id = any(?) and state = 'processing'",
        statement -> statement.setArray(1, numbers(statement.getConnection(), ids)));
  }

  /** Records that files have left the inbox, and where to. */
  void recordMoves(Map<Long, String> targetsById) {
    jdbc.execute("set local synchronous_commit = off");
    List<Long> ids = List.copyOf(targetsById.keySet());
    jdbc.update("""
        update ingest.file f set moved_at = ?, moved_to = coalesce(m.target, f.moved_to)
          from unnest(?::bigint[], ?::text[]) as m (id, target) where f.id = m.id""", statement -> {
          statement.setObject(1, now());
          statement.setArray(2, numbers(statement.getConnection(), ids));
          statement.setArray(3, texts(statement.getConnection(), ids.stream().map(targetsById::get).toList()));
        });
  }

  /** What this engine had in work of a kind when it ended; it goes back to waiting. */
  List<Entry> resume(EngineId engine, String kind) {
    return jdbc.query("update ingest.file set state = 'received' where engine = ? and kind = ? and inode is not null"
        + " and state in ('received', 'processing') returning " + ENTRY, LedgerRepository::entry, engine.text(), kind);
  }

  /** A row whose file may still lie in its folder. */
  record Lying(long id, String folder, String name, FileState state, long inode, long modifiedNanos) {}

  /**
   * Ended rows whose move is not recorded, rows of this engine that wait for another attempt, and rows of other engines that
   * have been in work for so long that those engines will have ended.
   */
  List<Lying> lying(EngineId engine) {
    return jdbc.query("""
        select id, folder, name, state, inode, mtime_ns from ingest.file
         where inode is not null and folder is not null
           and (moved_at is null and state in ('completed', 'duplicate', 'rejected') and completed_at < ?
                or engine = ? and state = 'received'
                or engine <> ? and state in ('received', 'processing') and received_at < ?)""",
        (row, n) -> new Lying(row.getLong("id"), row.getString("folder"), row.getString("name"),
            FileState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getLong("inode"),
            row.getLong("mtime_ns")),
        now().minusSeconds(10), engine.text(), engine.text(), now().minusMinutes(10));
  }

  /** Takes back rows of drops that another engine has ended meanwhile. */
  void forgetEndedElsewhere(Collection<Long> ids) {
    jdbc.update("""
        delete from ingest.file w where id = any(?) and state in ('received', 'processing') and exists (
          select from ingest.file e where e.kind = w.kind and e.name = w.name and e.inode = w.inode
            and e.mtime_ns = w.mtime_ns and e.state in ('completed', 'duplicate', 'rejected'))""",
        statement -> statement.setArray(1, numbers(statement.getConnection(), ids)));
  }

  /** Ends rows of this engine whose file left the inbox before it was loaded. */
  void endVanished(Collection<Long> ids, EngineId engine, Finding finding) {
    jdbc.update("""
        update ingest.file set state = 'rejected', completed_at = ?, moved_at = ?, error_code = ?, error = ?
         where id = any(?) and engine = ? and state = 'received'""", statement -> {
          statement.setObject(1, now());
          statement.setObject(2, now());
          statement.setString(3, finding.code());
          statement.setString(4, finding.text());
          statement.setArray(5, numbers(statement.getConnection(), ids));
          statement.setString(6, engine.text());
        });
  }

  /** Replays that a crash cut off: whoever asked will ask again. */
  void forgetCutOffReplays(EngineId engine) {
    jdbc.update("delete from ingest.file where engine = ? and state = 'processing' and inode is null", engine.text());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray());
  }

  private static Array numbers(Connection connection, Collection<Long> values) throws SQLException {
    return connection.createArrayOf("bigint", values.toArray());
  }
}
