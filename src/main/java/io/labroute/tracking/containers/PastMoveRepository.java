package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Puts moves into the past that were reported late. They fit where they lead a container from a place where it stood back to
 * that place while it was thought to stand there all the time; or, where it was thought to stand there still, to any place that
 * has been free since. All positions on the way must have been free then.
 */
@Repository
class PastMoveRepository {

  private final JdbcClient jdbc;

  PastMoveRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A move that is told late. */
  record Late(long event, String barcode, @Nullable DevicePosition from, DevicePosition to, Instant at) {}

  /** A stay that late moves may fit into. */
  private record Gap(long stay, long container, DevicePosition place, Instant since, @Nullable Instant until, @Nullable Long endedBy) {

    private boolean holds(Late move) {
      return !move.at().isBefore(since) && (until == null || move.at().isBefore(until));
    }
  }

  /** Puts in what fits, in the caller's transaction, which holds the containers; tells the events of it. */
  Set<Long> insert(List<Late> late) {
    var inserted = new HashSet<Long>();
    Map<String, List<Late>> byBarcode = late.stream().collect(Collectors.groupingBy(Late::barcode, TreeMap::new, Collectors.toList()));
    int before;
    do {
      before = inserted.size();
      for (var ofContainer : byBarcode.entrySet()) {
        List<Late> left = ofContainer.getValue().stream().filter(move -> !inserted.contains(move.event())).toList();
        for (Gap gap : left.isEmpty() ? List.<Gap>of() : gaps(ofContainer.getKey(), left)) {
          List<Late> way = longest(gap, chain(gap, left.stream().filter(gap::holds).toList()));
          if (!way.isEmpty()) {
            split(gap, way);
            way.forEach(move -> inserted.add(move.event()));
          }
        }
      }
    } while (inserted.size() > before);
    return inserted;
  }

  /** The moves that follow from each other. */
  private static List<Late> chain(Gap gap, List<Late> moves) {
    var chain = new ArrayList<Late>();
    DevicePosition place = gap.place();
    for (Late move : moves) {
      if ((move.from() == null || move.from().equals(place)) && !move.to().equals(place)) {
        chain.add(move);
        place = move.to();
      }
    }
    return chain;
  }

  /** As much of a chain, from its beginning, as fits. */
  private List<Late> longest(Gap gap, List<Late> chain) {
    for (int length = chain.size(); length > 0; length--) {
      boolean ends = gap.until() == null || chain.get(length - 1).to().equals(gap.place());
      if (ends && isFree(gap, chain.subList(0, length))) {
        return chain.subList(0, length);
      }
    }
    return List.of();
  }

  private List<Gap> gaps(String barcode, List<Late> moves) {
    return jdbc.sql("""
        select s.stay_id, s.container_id, s.device, s.position, s.since, s.until, s.ended_by
          from tracking.stays s join tracking.containers c using (container_id)
         where c.barcode = :barcode and c.live and s.what = 'container'
           and s.since <= :last and (s.until is null or s.until > :first) order by s.since, s.stay_id""")
        .param("barcode", barcode).param("first", moves.get(0).at().atOffset(ZoneOffset.UTC))
        .param("last", moves.get(moves.size() - 1).at().atOffset(ZoneOffset.UTC))
        .query((row, n) -> new Gap(row.getLong("stay_id"), row.getLong("container_id"),
            new DevicePosition(row.getString("device"), row.getInt("position")),
            row.getObject("since", OffsetDateTime.class).toInstant(),
            row.getObject("until") == null ? null : row.getObject("until", OffsetDateTime.class).toInstant(),
            row.getObject("ended_by", Long.class))).list();
  }

  private boolean isFree(Gap gap, List<Late> way) {
    for (int n = 0; n < way.size(); n++) {
      DevicePosition place = way.get(n).to();
      Instant until = n + 1 < way.size() ? way.get(n + 1).at() : gap.until();
      if (jdbc.sql("""
          select not exists (select from tracking.positions where device = :device and position = :position and usable)
              or exists (select from tracking.stays where device = :device and position = :position and stay_id <> :stay
                            and since < coalesce(:until, timestamptz 'infinity') and (until is null or until > :since))""")
          .param("device", place.device()).param("position", place.position()).param("stay", gap.stay())
          .param("since", way.get(n).at().atOffset(ZoneOffset.UTC))
          .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
          .query(Boolean.class).single()) {
        return false;
      }
    }
    return true;
  }

  private void split(Gap gap, List<Late> way) {
    jdbc.sql("update tracking.stays set until = :until, ended_by = :event where stay_id = :stay")
        .param("until", way.get(0).at().atOffset(ZoneOffset.UTC)).param("event", way.get(0).event()).param("stay", gap.stay()).update();
    for (int n = 0; n < way.size(); n++) {
      Late move = way.get(n);
      Late next = n + 1 < way.size() ? way.get(n + 1) : null;
      Instant until = next == null ? gap.until() : next.at();
      jdbc.sql("""
          insert into tracking.stays (container_id, what, device, position, since, until, begun_by, ended_by)
          values (:container, 'container', :device, :position, :since, :until, :begun, :ended)""")
          .param("container", gap.container()).param("device", move.to().device()).param("position", move.to().position())
          .param("since", move.at().atOffset(ZoneOffset.UTC))
          .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
          .param("begun", move.event()).param("ended", next == null ? gap.endedBy() : Long.valueOf(next.event()), Types.BIGINT)
          .update();
    }
  }
}
