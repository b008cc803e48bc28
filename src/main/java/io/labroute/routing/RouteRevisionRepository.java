package io.labroute.routing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what was accepted of route files; a content that is the last one already is not kept again. */
@Repository
class RouteRevisionRepository {

  private final JdbcClient jdbc;
  private final Clock clock;

  RouteRevisionRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Keeps a content as the next revision of its file, unless it is the last one; null for a file that was deleted. */
  @Transactional
  public void keep(String file, @Nullable String content) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('route.' || :file, 0))").param("file", file)
        .query((row, n) -> n).list();
    jdbc.sql("""
        insert into routing.route_revisions (file, revision, content, accepted_at, restored_from)
        select :file, coalesce(last.revision, 0) + 1, :content, :now,
               (select max(revision) from routing.route_revisions r
                 where r.file = :file and r.content = :content and r.revision < last.revision)
          from (select 1) one left join lateral
            (select revision, content from routing.route_revisions where file = :file order by revision desc limit 1) last on true
         where last.revision is null and :content::text is not null or last.content is distinct from :content and last.revision > 0""")
        .param("file", file).param("content", content, Types.VARCHAR).param("now", OffsetDateTime.now(clock)).update();
  }

  /** The newest revision of each file that was not deleted. */
  Map<String, RouteRevision> newest() {
    return jdbc.sql("""
        select distinct on (file) file, revision, content, accepted_at, restored_from
          from routing.route_revisions order by file, revision desc""")
        .query(RouteRevisionRepository::revision).list().stream().filter(it -> it.content() != null)
        .collect(Collectors.toMap(RouteRevision::file, it -> it));
  }

  /** The revisions of a file, the newest first. */
  List<RouteRevision> of(String file) {
    return jdbc.sql("""
        select file, revision, content, accepted_at, restored_from from routing.route_revisions
         where file = :file order by revision desc""").param("file", file)
        .query(RouteRevisionRepository::revision).list();
  }

  private static RouteRevision revision(ResultSet row, int n) throws SQLException {
    return new RouteRevision(row.getString("file"), row.getInt("revision"), row.getString("content"),
        row.getObject("accepted_at", OffsetDateTime.class).toInstant(), row.getObject("restored_from", Integer.class));
  }

  Optional<RouteRevision> find(String file, int revision) {
    return of(file).stream().filter(it -> it.revision() == revision).findFirst();
  }
}
