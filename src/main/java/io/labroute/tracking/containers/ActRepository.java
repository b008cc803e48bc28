package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.platform.JsonText;
import io.labroute.tracking.containers.Container.Labware;
import io.labroute.tracking.containers.Standing.Placed;
import io.labroute.tracking.containers.Timeline.Begun;
import io.labroute.tracking.containers.Timeline.Ended;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes what was done with containers: its events, and the stays that it ends and begins. */
@Repository
class ActRepository {

  private final JdbcClient jdbc;
  private final JsonText json;

  ActRepository(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
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
}
