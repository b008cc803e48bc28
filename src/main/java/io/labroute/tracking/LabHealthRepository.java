package io.labroute.tracking;

import io.labroute.tracking.LabHealth.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Looks for what makes the record of the lab doubtful. Two containers in one place or with one barcode need not be looked for:
 * the tables do not take them.
 */
@Repository
class LabHealthRepository {

  /** So many of the newest events tell how the devices' clocks go now. */
  private static final int NEWEST = 100_000;

  private final JdbcClient jdbc;

  LabHealthRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  LabHealth at(Instant now) {
    var problems = new ArrayList<>(contradictions());
    problems.addAll(fastClocks());
    problems.addAll(overdue(now));
    long containers = jdbc.sql("select count(*) from tracking.containers where removed_at is null").query(Long.class).single();
    return new LabHealth(problems.isEmpty(), now, containers, running(), problems);
  }

  /** How many steps are under way, other than in a simulated lab. */
  long running() {
    return jdbc.sql("select count(*) from tracking.process_steps where status = 'running' and not is_simulation")
        .query(Long.class).single();
  }

  private List<Problem> contradictions() {
    return jdbc.sql("""
        select code, count(*) as count, (array_agg(event_id::text order by event_id desc))[1: 5] as examples
          from tracking.event_flags where resolved_at is null group by code order by code""")
        .query((row, n) -> {
          String code = row.getString("code");
          boolean quarantined = code.equals("container.unknown") || code.equals("container.unread");
          return quarantined
              ? problem(row, "lab.quarantine", "Containers were reported that nobody knows (" + code + ").",
                  "Register them and try again, or dismiss the events: GET /api/quarantine.")
              : problem(row, "lab.contradiction", "Reported events contradict the record (" + code + ").",
                  "Put the record right and try again, or dismiss them: GET /api/events/contradictions.");
        }).list();
  }

  private List<Problem> fastClocks() {
    return jdbc.sql("""
        select reporter, count(*) as count, array[reporter] as examples from tracking.events
         where event_id > (select max(event_id) - :newest from tracking.events) and reporter is not null
           and occurred_at > recorded_at + interval '5 seconds'
         group by reporter order by reporter""").param("newest", NEWEST)
        .query((row, n) -> problem(row, "lab.clock-ahead", "The clock of %s is ahead of ours.".formatted(row.getString("reporter")),
            "Set it, or let it ask a time server: GET /api/device-clocks.")).list();
  }

  private List<Problem> overdue(Instant now) {
    return jdbc.sql("""
        select count(*) as count, (array_agg(s.step_id::text order by s.started_at))[1: 5] as examples
          from tracking.process_steps s
         where s.status = 'running' and not s.is_simulation
           and s.started_at < :now::timestamptz - coalesce(2 * (
                 select max(l.duration_s) from tracking.process_steps l
                  where l.counts and l.kind = 'step' and l.fct = s.fct and l.device = s.device) * interval '1 second', interval '1 day')
        having count(*) > 0""").param("now", now.atOffset(ZoneOffset.UTC))
        .query((row, n) -> problem(row, "lab.step-overdue",
            "Steps run for more than twice as long as anything like them ever did; for more than a day where nothing is known.",
            "Their ends were not reported: say how they ended, POST /api/steps/{id}/status.")).list();
  }

  private static Problem problem(ResultSet row, String code, String what, String advice) throws SQLException {
    return new Problem(code, what, row.getLong("count"), Arrays.asList((String[]) row.getArray("examples").getArray()), advice);
  }
}
