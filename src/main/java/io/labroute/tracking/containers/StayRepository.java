package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.platform.JsonText;
import io.labroute.tracking.containers.Container.Labware;
import io.labroute.tracking.containers.Standing.Occupant;
import io.labroute.tracking.containers.Standing.Placed;
import io.labroute.tracking.containers.Timeline.Begun;
import io.labroute.tracking.containers.Timeline.Ended;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what stands where, held until the end of the caller's transaction, and writes what was done. */
@Repository
class StayRepository {

  private final JdbcClient jdbc;
  private final JsonText json;

  StayRepository(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
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
               greatest(s.since, l.since, (select max(until) from tracking.stays u
                                            where u.container_id = c.container_id and u.what = 'lid')) as since
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

  /** Writes what was done, in its order, with an event of each. */
  void write(List<ActDone> all) {
    if (!all.isEmpty()) {
      List<Long> ids = jdbc.sql("select tracking.event_numbers(:count)").param("count", all.size()).query(Long.class).list();
      writeEvents(all, ids);
      write(all, ids);
    }
  }

  /** Writes what was done, in its order, by events that stand in the log already. */
  void write(List<ActDone> all, List<Long> events) {
    var timeline = new Timeline();
    for (int n = 0; n < all.size(); n++) {
      timeline.add(all.get(n), events.get(n));
    }
    writeEnded(timeline.ended());
    writeGone(all.stream().filter(done -> done.act() instanceof ContainerAct.Remove).toList());
    writeRelabelled(all);
    writeNew(all);
    writeBegun(timeline.begun());
  }

  private void writeEvents(List<ActDone> all, List<Long> ids) {
    jdbc.sql("""
        insert into tracking.events (event_id, kind, occurred_at, actor, barcode, container_id, device, position, target_device,
                                     target_position, detail, file_id, line)
        select e.id, e.kind, e.at, e.actor, e.barcode, e.container, e.device, e.position, e.to_device, e.to_position, e.detail::jsonb,
               e.file, e.line
          from unnest(:ids::bigint[], :kinds::text[], :times::timestamptz[], :actors::text[], :barcodes::text[], :containers::bigint[],
                      :devices::text[], :positions::int[], :to_devices::text[], :to_positions::int[], :details::text[],
                      :files::bigint[], :lines::bigint[])
               as e (id, kind, at, actor, barcode, container, device, position, to_device, to_position, detail, file, line)""")
        .param("ids", ids.toArray(Long[]::new))
        .param("kinds", each(all, done -> done.act().kind()))
        .param("times", each(all, done -> done.at().toString()))
        .param("actors", each(all, ActDone::actor))
        .param("barcodes", each(all, done -> done.act().barcode()))
        .param("containers", all.stream().map(done -> any(done).id()).toArray(Long[]::new))
        .param("devices", each(all, done -> device(from(done.act()))))
        .param("positions", all.stream().map(done -> position(from(done.act()))).toArray(Integer[]::new))
        .param("to_devices", each(all, done -> device(to(done.act()))))
        .param("to_positions", all.stream().map(done -> position(to(done.act()))).toArray(Integer[]::new))
        .param("details", each(all, done -> json.of(done.act())))
        .param("files", all.stream().map(ActDone::fileId).toArray(Long[]::new))
        .param("lines", all.stream().map(ActDone::line).toArray(Long[]::new)).update();
  }

  private void writeEnded(List<Ended> ended) {
    jdbc.sql("""
        update tracking.stays s set until = e.until, ended_by = e.event
          from unnest(:ids::bigint[], :whats::text[], :times::timestamptz[], :events::bigint[]) as e (id, what, until, event)
         where s.container_id = e.id and s.what = e.what and s.until is null""")
        .param("ids", ended.stream().map(end -> end.thing().containerId()).toArray(Long[]::new))
        .param("whats", each(ended, end -> end.thing().what()))
        .param("times", each(ended, end -> end.until().toString()))
        .param("events", ended.stream().map(Ended::by).toArray(Long[]::new)).update();
  }

  private void writeGone(List<ActDone> removed) {
    if (removed.isEmpty()) {
      return;
    }
    jdbc.sql("""
        update tracking.containers c set removed_at = r.at from unnest(:ids::bigint[], :times::timestamptz[]) as r (id, at)
         where c.container_id = r.id""")
        .param("ids", removed.stream().map(done -> any(done).id()).toArray(Long[]::new))
        .param("times", each(removed, done -> done.at().toString())).update();
  }

  private void writeRelabelled(List<ActDone> all) {
    for (ActDone done : all) {
      if (done.act() instanceof ContainerAct.Relabel relabel) {
        jdbc.sql("update tracking.containers set barcode = :barcode where container_id = :id")
            .param("barcode", relabel.newBarcode()).param("id", any(done).id()).update();
      }
    }
  }

  private void writeNew(List<ActDone> all) {
    for (ActDone done : all) {
      if (done.act() instanceof ContainerAct.Register register) {
        Labware labware = register.labware();
        jdbc.sql("""
            insert into tracking.containers (container_id, barcode, name, labware_type, labware_uuid, content, filled, is_reagent,
              registered_at, file_id, line)
            values (:id, :barcode, :name::text, :type::text, :uuid::uuid, :content::text, :filled::boolean, :reagent::boolean, :at,
              :file::bigint, :line::bigint)""")
            .param("id", any(done).id()).param("barcode", register.barcode()).param("name", labware.name())
            .param("type", labware.labwareType()).param("uuid", labware.labwareUuid()).param("content", labware.content())
            .param("filled", labware.filled()).param("reagent", labware.isReagent())
            .param("at", done.at().atOffset(ZoneOffset.UTC)).param("file", done.fileId()).param("line", done.line()).update();
      }
    }
  }

  private void writeBegun(List<Begun> begun) {
    jdbc.sql("""
        insert into tracking.stays (container_id, what, device, position, since, begun_by, until, ended_by)
        select b.id, b.what, b.device, b.position, b.since, b.begun_by, b.until, b.ended_by
          from unnest(:ids::bigint[], :whats::text[], :devices::text[], :positions::int[], :since::timestamptz[], :begun::bigint[],
                      :until::timestamptz[], :ended::bigint[]) with ordinality
               as b (id, what, device, position, since, begun_by, until, ended_by, n)
         order by b.n""")
        .param("ids", begun.stream().map(stay -> stay.thing().containerId()).toArray(Long[]::new))
        .param("whats", each(begun, stay -> stay.thing().what()))
        .param("devices", each(begun, stay -> device(stay.place())))
        .param("positions", begun.stream().map(stay -> position(stay.place())).toArray(Integer[]::new))
        .param("since", each(begun, stay -> stay.since().toString()))
        .param("begun", begun.stream().map(Begun::by).toArray(Long[]::new))
        .param("until", each(begun, stay -> stay.until() == null ? null : stay.until().toString()))
        .param("ended", begun.stream().map(Begun::endedBy).toArray(Long[]::new)).update();
  }

  private Iterator<Long> newContainerIds(long count) {
    return count == 0 ? Collections.emptyIterator() : jdbc.sql("""
        select nextval(pg_get_serial_sequence('tracking.containers', 'container_id')) from generate_series(1, :count)""")
        .param("count", count).query(Long.class).list().iterator();
  }

  private static Placed any(ActDone done) {
    Placed after = done.change().after();
    return after == null ? Objects.requireNonNull(done.change().before()) : after;
  }

  private static @Nullable DevicePosition from(ContainerAct act) {
    return act instanceof ContainerAct.Move move ? move.from() : act instanceof ContainerAct.Lid lid ? lid.lidSite() : null;
  }

  private static @Nullable DevicePosition to(ContainerAct act) {
    return act instanceof ContainerAct.Move move ? move.to()
        : act instanceof ContainerAct.Register register ? register.at()
        : act instanceof ContainerAct.MoveLid moveLid ? moveLid.lidSite()
        : act instanceof ContainerAct.Unlid unlid ? unlid.lidSite() : null;
  }

  private static @Nullable String device(@Nullable DevicePosition place) {
    return place == null ? null : place.device();
  }

  private static @Nullable Integer position(@Nullable DevicePosition place) {
    return place == null ? null : place.position();
  }

  private static <T> String[] each(List<T> all, Function<T, @Nullable String> text) {
    return all.stream().map(text).toArray(String[]::new);
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
