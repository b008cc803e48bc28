package io.labroute.timing;

import io.labroute.platform.JsonText;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks for runs that are alike, among the recorded steps. */
@Repository
class HistoryRepository {

  /** So many of the newest runs count; what is older tells little of how the lab works now. */
  static final int NEWEST = 100;

  private static final Map<Historian, String> ALIKE = Map.of(
      Historian.MOVES, "s.kind = 'move' and s.origin_device = q.origin and s.destination_device = q.destination",
      Historian.PROTOCOL, "s.kind = 'step' and s.fct = q.fct and s.device = q.device and s.parameters_key = jsonb_hash_extended(q.parameters::jsonb, 0)",
      Historian.METHOD, "s.kind = 'step' and s.fct = q.fct and s.method = q.method and s.method is not null",
      Historian.GENERAL, "s.kind = 'step' and s.fct = q.fct and s.device = q.device",
      Historian.FUNCTION, "s.kind = 'step' and s.fct = q.fct");

  private final JdbcClient jdbc;
  private final JsonText json;

  HistoryRepository(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * A question, as it could have been asked at a moment.
   *
   * @param before only runs that were over by then count; null for all
   */
  record Asked(StepQuestion question, @Nullable Instant before) {}

  /** A run that was recorded, and the question that it answers. */
  record Run(StepQuestion question, Instant start, double duration) {}

  /** What a historian knows, by the place of the question among all; questions without any history are left out. */
  Map<Integer, History> ask(Historian historian, List<Asked> asked) {
    var found = new HashMap<Integer, History>();
    asking("""
        select q.n, array(select s.duration_s from tracking.process_steps s
                           where s.counts and %s and s.finished_at <= coalesce(q.before, 'infinity')
                           order by s.finished_at desc limit %d) as durations
          from\s""".formatted(ALIKE.get(historian), NEWEST), asked)
        .query(row -> {
          Double[] durations = (Double[]) row.getArray("durations").getArray();
          if (durations.length > 0) {
            found.put(row.getInt("n") - 1, History.of(durations));
          }
        });
    return found;
  }

  /** The longest run of those that a historian looks at, however old, in seconds, by the place of the question. */
  Map<Integer, Double> longest(Historian historian, List<Asked> asked) {
    var found = new HashMap<Integer, Double>();
    asking("select q.n, (select max(s.duration_s) from tracking.process_steps s where s.counts and %s) as longest from "
        .formatted(ALIKE.get(historian)), asked)
        .query(row -> {
          found.put(row.getInt("n") - 1, row.getDouble("longest"));
        });
    return found;
  }

  private JdbcClient.StatementSpec asking(String selectFrom, List<Asked> asked) {
    return jdbc.sql(selectFrom + """
        unnest(:fcts::text[], :devices::text[], :origins::text[], :destinations::text[], :methods::text[], :parameters::text[],
               :befores::timestamptz[]) with ordinality as q (fct, device, origin, destination, method, parameters, before, n)""")
        .param("fcts", each(asked, StepQuestion::fct)).param("devices", each(asked, StepQuestion::device))
        .param("origins", each(asked, StepQuestion::originDevice))
        .param("destinations", each(asked, StepQuestion::destinationDevice)).param("methods", each(asked, StepQuestion::method))
        .param("parameters", each(asked, question -> question.parameters() == null ? "{}" : json.of(question.parameters())))
        .param("befores", asked.stream().map(it -> it.before() == null ? null : it.before().toString()).toArray(String[]::new));
  }

  /** The newest runs that estimates use. */
  List<Run> newest(int limit) {
    return jdbc.sql("""
        select fct, device, origin_device, destination_device, parameters::text as parameters, started_at, duration_s
          from tracking.process_steps where counts order by finished_at desc limit :limit""").param("limit", limit)
        .query((row, n) -> new Run(new StepQuestion(row.getString("fct"), row.getString("device"), row.getString("origin_device"),
            row.getString("destination_device"), json.tree(row.getString("parameters"))),
            row.getObject("started_at", OffsetDateTime.class).toInstant(), row.getDouble("duration_s"))).list();
  }

  private static String[] each(List<Asked> asked, Function<StepQuestion, @Nullable String> text) {
    return asked.stream().map(it -> text.apply(it.question())).toArray(String[]::new);
  }
}
