package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.containers.Container.Labware;
import io.labroute.tracking.containers.Standing.Occupant;
import io.labroute.tracking.containers.Standing.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what stands where, held until the end of the caller's transaction. */
@Repository
class StayRepository {

  private final JdbcClient jdbc;

  StayRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What stands where, as far as some acts are concerned.
   *
   * @param changedAt when the containers last changed, by barcode
   * @param freedAt when the positions last became free
   * @param cameBy the events by which the containers came to where they stand, by barcode
   */
  record Held(Standing standing, Map<String, Instant> changedAt, Map<DevicePosition, Instant> freedAt, Map<String, Long> cameBy) {}

  /** A container or lid that is somewhere. */
  private record Standee(Placed placed, Instant since, long cameBy) {}

  /** Holds all that some acts are concerned with. */
  Held hold(Collection<? extends ContainerAct> acts) {
    return hold(acts.stream().flatMap(StayRepository::barcodes).collect(Collectors.toSet()),
        acts.stream().map(StayRepository::targets).flatMap(List::stream).collect(Collectors.toSet()),
        acts.stream().filter(ContainerAct.Register.class::isInstance).count());
  }

  /** Holds the containers first, then the positions, each in order, so that nobody waits in a circle. */
  Held hold(Set<String> barcodes, Set<DevicePosition> targets, long newContainers) {
    jdbc.sql("select pg_advisory_xact_lock_shared(hashtextextended('tracking.lab', 0))").query((row, n) -> n).list();
    Long[] ids = jdbc.sql("""
        select container_id from tracking.containers where barcode = any(:barcodes) and removed_at is null
         order by container_id for no key update""")
        .param("barcodes", barcodes.toArray(String[]::new)).query(Long.class).list().toArray(Long[]::new);
    Set<DevicePosition> usable = holdPositions(targets);
    Iterator<Long> newIds = newContainerIds(newContainers);
    var standing = new Standing(usable, newIds::next);
    var changedAt = new HashMap<String, Instant>();
    var cameBy = new HashMap<String, Long>();
    standees(ids).forEach(standee -> {
      standing.put(standee.placed());
      changedAt.put(standee.placed().barcode(), standee.since());
      cameBy.put(standee.placed().barcode(), standee.cameBy());
    });
    putStrangers(standing, usable);
    return new Held(standing, changedAt, freedAt(usable), cameBy);
  }

  /** Holds the whole lab, so that nothing is done with any container meanwhile; tells those that are in it. */
  Set<String> holdAll() {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('tracking.lab', 0))").query((row, n) -> n).list();
    return Set.copyOf(jdbc.sql("select barcode from tracking.containers where removed_at is null").query(String.class).list());
  }

  private static Stream<String> barcodes(ContainerAct act) {
    return act instanceof ContainerAct.Relabel relabel ? Stream.of(act.barcode(), relabel.newBarcode()) : Stream.of(act.barcode());
  }

  private Map<DevicePosition, Instant> freedAt(Set<DevicePosition> places) {
    var freed = new HashMap<DevicePosition, Instant>();
    jdbc.sql("""
        select w.device, w.position, s.until from unnest(:devices::text[], :positions::int[]) as w (device, position)
         cross join lateral (select until from tracking.stays where device = w.device and position = w.position
                              order by since desc, stay_id desc limit 1) s
         where s.until is not null""")
        .param("devices", places.stream().map(DevicePosition::device).toArray(String[]::new))
        .param("positions", places.stream().map(DevicePosition::position).toArray(Integer[]::new))
        .query((row, n) -> freed.put(new DevicePosition(row.getString(1), row.getInt(2)),
            row.getObject(3, OffsetDateTime.class).toInstant())).list();
    return freed;
  }

  private static List<DevicePosition> targets(ContainerAct act) {
    if (act instanceof ContainerAct.Register register) {
      return register.lidSite() == null ? List.of(register.at()) : List.of(register.at(), register.lidSite());
    }
    if (act instanceof ContainerAct.Unlid unlid && unlid.lidSite() != null) {
      return List.of(unlid.lidSite());
    }
    if (act instanceof ContainerAct.MoveLid moveLid) {
      return List.of(moveLid.lidSite());
    }
    return act instanceof ContainerAct.Move move ? List.of(move.to()) : List.of();
  }

  private Set<DevicePosition> holdPositions(Set<DevicePosition> wanted) {
    return new HashSet<>(jdbc.sql("""
        select p.device, p.position from tracking.positions p
          join unnest(:devices::text[], :positions::int[]) as w (device, position)
            on w.device = p.device and w.position = p.position
         where p.usable order by p.device, p.position for no key update of p""")
        .param("devices", wanted.stream().map(DevicePosition::device).toArray(String[]::new))
        .param("positions", wanted.stream().map(DevicePosition::position).toArray(Integer[]::new))
        .query((row, n) -> new DevicePosition(row.getString(1), row.getInt(2))).list());
  }

  private List<Standee> standees(Long[] ids) {
    return jdbc.sql("""
        select c.container_id, c.barcode, c.name, c.labware_type, c.labware_uuid, c.content, c.filled, c.is_reagent,
               s.device, s.position, s.begun_by, l.stay_id as lid_off, l.device as lid_device, l.position as lid_position,
               greatest(s.since, l.since, (select until from tracking.stays u where u.container_id = c.container_id and u.what = 'lid'
                                            order by u.since desc, u.stay_id desc limit 1)) as since
          from tracking.containers c
          join tracking.stays s on s.container_id = c.container_id and s.what = 'container' and s.until is null
          left join tracking.stays l on l.container_id = c.container_id and l.what = 'lid' and l.until is null
         where c.container_id = any(:ids)""").param("ids", ids)
        .query((row, n) -> new Standee(placed(row), row.getObject("since", OffsetDateTime.class).toInstant(),
            row.getLong("begun_by"))).list();
  }

  private void putStrangers(Standing standing, Set<DevicePosition> places) {
    jdbc.sql("""
        select s.device, s.position, c.barcode, s.what = 'lid' as lid from tracking.stays s
          join unnest(:devices::text[], :positions::int[]) as w (device, position)
            on w.device = s.device and w.position = s.position
          join tracking.containers c on c.container_id = s.container_id
         where s.until is null""")
        .param("devices", places.stream().map(DevicePosition::device).toArray(String[]::new))
        .param("positions", places.stream().map(DevicePosition::position).toArray(Integer[]::new))
        .query((row, n) -> {
          standing.putStranger(new DevicePosition(row.getString("device"), row.getInt("position")),
              new Occupant(row.getString("barcode"), row.getBoolean("lid")));
          return n;
        }).list();
  }

  private Iterator<Long> newContainerIds(long count) {
    return count == 0 ? Collections.emptyIterator() : jdbc.sql("""
        select nextval(pg_get_serial_sequence('tracking.containers', 'container_id')) from generate_series(1, :count)""")
        .param("count", count).query(Long.class).list().iterator();
  }

  private static Placed placed(ResultSet row) throws SQLException {
    String lidDevice = row.getString("lid_device");
    return new Placed(row.getLong("container_id"), row.getString("barcode"),
        new Labware(row.getString("name"), row.getString("labware_type"), row.getObject("labware_uuid", UUID.class),
            row.getString("content"), row.getObject("filled", Boolean.class), row.getObject("is_reagent", Boolean.class)),
        new DevicePosition(row.getString("device"), row.getInt("position")), row.getObject("lid_off") == null,
        lidDevice == null ? null : new DevicePosition(lidDevice, row.getInt("lid_position")));
  }
}
