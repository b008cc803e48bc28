package io.labroute.ingest;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The originals that a clean-up may delete. */
@Repository
class RetentionRepository {

  /** Contents whose files have all ended before a time. */
  private static final String OLD = """
      with old as (
        select sha256 from ingest.file where sha256 is not null
         group by sha256 having max(coalesce(completed_at, 'infinity')) < :before)
      """;

  private final JdbcClient jdbc;

  RetentionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Retention.OfKind> oldOriginals(Instant before) {
    return jdbc.sql(OLD + """
        select f.kind, count(*) as files, count(distinct f.sha256) as originals,
               (select coalesce(sum(size_bytes), 0) from ingest.content
                 where deleted_at is null and sha256 in
                   (select o.sha256 from ingest.file o join old using (sha256) where o.kind = f.kind)) as bytes
          from ingest.file f join old using (sha256) join ingest.content c using (sha256)
         where c.deleted_at is null and f.state in ('completed', 'rejected')
         group by f.kind order by f.kind""").param("before", utc(before))
        .query((row, n) -> new Retention.OfKind(row.getString("kind"), row.getLong("files"), row.getLong("originals"),
            row.getLong("bytes"))).list();
  }

  void deleteOriginals(Instant before, Instant now) {
    jdbc.sql(OLD + """
        update ingest.content c set bytes = null, deleted_at = :now from old
         where c.sha256 = old.sha256 and c.deleted_at is null""")
        .param("before", utc(before)).param("now", utc(now)).update();
  }

  /** Deleted originals that may still lie in the content folder. */
  List<String> deletedLarge(int largestInDatabase) {
    return jdbc.sql("select sha256 from ingest.content where deleted_at is not null and size_bytes > ?")
        .param(largestInDatabase).query(String.class).list();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
