package io.labroute.tracking.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Finding;
import io.labroute.platform.JsonText;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers how long things took, and how busy devices were. */
@Repository
public class DurationRepository {

  private final JdbcClient jdbc;
  private final JsonText json;

  DurationRepository(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** How busy a device was; steps of simulations do not count, failed and aborted ones do. */
  public record Utilisation(String device, Instant from, Instant to, long steps, double busySeconds, double share) {}

  /** Durations by function, device and method, as view {@code tracking.durations} has them. */
  public List<JsonNode> durations(@Nullable String device, @Nullable String fct) {
    return jdbc.sql("""
        select to_jsonb(d)::text from tracking.durations d
         where (:device::text is null or :device in (d.device, d.origin_device, d.destination_device))
           and (:fct::text is null or d.fct = :fct)
         order by d.fct, d.device, d.method, d.origin_device, d.destination_device""")
        .param("device", device, Types.VARCHAR).param("fct", fct, Types.VARCHAR)
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** How busy a device, or each of them, was between two moments; what still runs counts up to the second of them. */
  public List<Utilisation> utilisation(@Nullable String device, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Finding.of("utilisation.empty", "The time from begin to end is empty.").value(from + " to " + to).refusal();
    }
    return jdbc.sql("""
        select d.device, u.steps, u.busy from tracking.devices d
         cross join lateral (
           select count(*) as steps, coalesce((
                    select sum(extract(epoch from upper(busy) - lower(busy))) from unnest(range_agg(
                      tstzrange(greatest(started_at, :from), least(coalesce(finished_at, :to), :to)))) as busy), 0) as busy
             from tracking.process_steps
            where device = d.device and not is_simulation and started_at < :to and coalesce(finished_at, :to) > :from) u
         where :device::text is null or d.device = :device
         order by d.device""")
        .param("device", device, Types.VARCHAR).param("from", from.atOffset(ZoneOffset.UTC)).param("to", to.atOffset(ZoneOffset.UTC))
        .query((row, n) -> new Utilisation(row.getString("device"), from, to, row.getLong("steps"), row.getDouble("busy"),
            row.getDouble("busy") / (Duration.between(from, to).toMillis() / 1e3))).list();
  }
}
