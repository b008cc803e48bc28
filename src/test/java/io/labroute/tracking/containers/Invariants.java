package io.labroute.tracking.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.labroute.lab.DevicePosition;
import io.labroute.tracking.containers.Standing.Placed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold of containers at any moment, and that the event log alone tells the same. */
final class Invariants {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final Map<String, Class<? extends ContainerAct>> ACTS = Map.of("registered", ContainerAct.Register.class,
      "moved", ContainerAct.Move.class, "unlidded", ContainerAct.Unlid.class, "lidded", ContainerAct.Lid.class,
      "lid_moved", ContainerAct.MoveLid.class, "removed", ContainerAct.Remove.class,
      "relabelled", ContainerAct.Relabel.class);

  private final JdbcClient jdbc;

  Invariants(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In one statement, so that all of it is seen at the same moment. */
  void check(int containers) {
    assertThat(jdbc.sql("""
        select (select count(*) from tracking.stays where until is null and what = 'container') as standing,
               (select count(distinct container_id) from tracking.stays where until is null and what = 'container') as containers,
               (select count(*) - count(distinct (device, position)) from tracking.stays
                 where until is null and device is not null) as doubled,
               (select count(*) from tracking.stays s join tracking.containers c using (container_id)
                 where s.until is null and not c.live) as gone""").query().singleRow())
        .containsEntry("standing", (long) containers).containsEntry("containers", (long) containers)
        .containsEntry("doubled", 0L).containsEntry("gone", 0L);
  }

  /** No two things were ever in a place at a time, and no thing in two. */
  void checkHistory() {
    assertThat(jdbc.sql("""
        select count(*) from (
          select since < lag(until) over (partition by device, position order by since, stay_id) as too_early from tracking.stays
           where device is not null
          union all
          select since < lag(until) over (partition by container_id, what order by since, stay_id) from tracking.stays) s
         where too_early""").query(Long.class).single()).isZero();
  }

  /** Does everything that the log tells once more, in memory, and compares where that leads. */
  void checkReplay() {
    var usable = jdbc.sql("select device, position from tracking.positions where usable")
        .query((row, n) -> new DevicePosition(row.getString(1), row.getInt(2))).set();
    var standing = new Standing(usable, new AtomicLong()::incrementAndGet);
    List<ContainerAct> acts = jdbc.sql("select kind, detail::text from tracking.events order by event_id")
        .query((row, n) -> act(row.getString(1), row.getString(2))).list();
    acts.forEach(standing::apply);
    var replayed = new TreeMap<String, String>();
    var recorded = new TreeMap<>(jdbc.sql("""
        select barcode, current_device || '[' || current_pos || ']' || case when lidded then ' lidded' else '' end
               || coalesce(lid_device || '[' || lid_pos || ']', '') as place
          from tracking.container_places where removed_at is null""")
        .query((row, n) -> Map.entry(row.getString(1), row.getString(2))).list().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    recorded.keySet().forEach(barcode -> {
      Placed placed = standing.find(barcode);
      replayed.put(barcode, placed == null ? "gone" : placed.at() + (placed.lidded() ? " lidded" : "")
          + (placed.lidSite() == null ? "" : placed.lidSite()));
    });
    assertThat(replayed).isEqualTo(recorded);
  }

  private static ContainerAct act(String kind, String detail) {
    try {
      return JSON.readValue(detail, ACTS.get(kind));
    } catch (JsonProcessingException neverOfOurs) {
      throw new IllegalStateException(neverOfOurs);
    }
  }
}
