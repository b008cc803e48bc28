package io.labroute.ingest;

import io.labroute.platform.WallClock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What a file that is only tried would leave in the database, in the caller's transaction. */
@Repository
class TrialRepository {

  private final JdbcTemplate jdbc;
  private final WallClock clock;

  TrialRepository(JdbcTemplate jdbc, WallClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Puts a file that is only tried on record, in a transaction that will be rolled back. Its number is below zero, and no other's as
   * long as the transaction lasts; so it takes none away from the files that stay.
   */
  long begin(String kind, String name, long size, String actor, EngineId engine) {
    return jdbc.queryForObject("""
        insert into ingest.file (id, kind, name, owner, engine, size_bytes, state, received_at) overriding system value
        values (-pg_backend_pid(), ?, ?, ?, ?, ?, 'processing', ?) returning id""", Long.class, kind, name, actor, engine.text(), size,
        clock.instant().atOffset(ZoneOffset.UTC));
  }

  /** How many rows of each table come from a file; tables, no temporary ones, are found by their column {@code file_id}. */
  Map<String, Long> rowsOf(long id) {
    var rows = new TreeMap<String, Long>();
    for (String table : jdbc.queryForList("""
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname)
          from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         where a.attname = 'file_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
           and n.nspname not in ('ingest', 'audit')""", String.class)) {
      long count = jdbc.queryForObject("select count(*) from " + table + " where file_id = ?", Long.class, id);
      if (count > 0) {
        rows.put(table, count);
      }
    }
    return rows;
  }
}
