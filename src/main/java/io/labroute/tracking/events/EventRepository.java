package io.labroute.tracking.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.platform.JsonText;
import io.labroute.tracking.events.DirectCalls.Call;
import io.labroute.tracking.events.DirectCalls.Moment;
import io.labroute.tracking.events.DirectCalls.ToldAgain;
import io.labroute.tracking.events.EventLog.Logged;
import io.labroute.tracking.events.EventLog.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The log of events and its flags. */
@Repository
public class EventRepository {

  /** The most events that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  EventRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The log after an event, in the order of its numbers. It ends before the first event that a transaction under way may still
   * bring, so that whoever reads on from the last number it got misses none and gets none twice; a reader is as late as the
   * slowest writer. Not to be called in a transaction of a higher isolation than read committed.
   *
   * @param cursor the number of the last event that was read; 0 to begin
   */
  public List<LoggedEvent> after(long cursor, int limit) {
    return jdbc.sql("select * from tracking.events_after(:cursor, :limit)").param("cursor", cursor)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query(this::logged).list();
  }

  private LoggedEvent logged(ResultSet row, int n) throws SQLException {
    return new LoggedEvent(row.getLong("event_id"), row.getString("kind"), row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getString("reporter"), row.getString("actor"),
        row.getString("barcode"), row.getObject("container_id", Long.class), row.getString("device"),
        row.getObject("position", Integer.class), row.getString("target_device"), row.getObject("target_position", Integer.class),
        json.tree(row.getString("detail")), row.getObject("file_id", Long.class), row.getObject("line", Long.class),
        row.getString("flag"), row.getString("flag_message"), row.getString("resolution"), row.getObject("same_as", Long.class));
  }

  /** When the latest thing happened that the log tells of, impossible times left out; empty before the first. */
  public Optional<Instant> latest() {
    return jdbc.sql("""
        select max(e.occurred_at) as latest from tracking.events e
         where not exists (select from tracking.event_flags f where f.event_id = e.event_id and f.code = 'event.clock')""")
        .query((row, n) -> Optional.ofNullable(row.getObject("latest", OffsetDateTime.class)).map(OffsetDateTime::toInstant)).single();
  }

  /** Flagged events that wait for a person or for other events. */
  public List<JsonNode> contradictions(int limit) {
    return rows("""
        select to_jsonb(e) || jsonb_build_object('flag', f.code, 'flag_message', f.message, 'advice', f.advice) as row
          from tracking.event_flags f join tracking.events e using (event_id)
         where f.resolved_at is null and e.event_id > :first order by e.event_id desc limit :limit""", 0, limit);
  }

  /** Containers that were reported and that nobody knows. */
  public List<JsonNode> quarantine(int limit) {
    return rows("select to_jsonb(q) as row from tracking.quarantine q where event_id > :first order by event_id limit :limit", 0, limit);
  }

  /** How late each device's events come, and how many of them are flagged. */
  public List<JsonNode> clocks() {
    return rows("select to_jsonb(c) as row from tracking.device_clocks c where :first = 0 order by device limit :limit", 0, MOST_ROWS);
  }

  private List<JsonNode> rows(String query, long first, int limit) {
    return jdbc.sql("select r.row::text from (" + query + ") r").param("first", first)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** Lets nobody else take events until the end of the transaction; tells which of these are in the log. */
  Map<String, Long> hold(List<String> keys) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('tracking.events', 0))").query((row, n) -> n).list();
    var known = new HashMap<String, Long>();
    jdbc.sql("select event_key, event_id from tracking.events where event_key = any(:keys)")
        .param("keys", keys.toArray(String[]::new)).query((row, n) -> known.put(row.getString(1), row.getLong(2))).list();
    return known;
  }

  List<Long> nextIds(int count) {
    return jdbc.sql("select tracking.event_numbers(:count)").param("count", count).query(Long.class).list();
  }

  Set<String> knownExperiments(Set<String> ids) {
    return ids.isEmpty() ? Set.of() : new HashSet<>(jdbc.sql("select experiment_id from tracking.experiments where experiment_id = any(:ids)")
        .param("ids", ids.toArray(String[]::new)).query(String.class).list());
  }

  /** Flagged events that may fit some day, the newest of them. */
  List<Logged> flagged(int limit) {
    return jdbc.sql("""
        select e.event_id, e.detail::text as detail from tracking.event_flags f join tracking.events e using (event_id)
         where f.resolved_at is null and e.event_key is not null order by e.event_id desc limit :limit""").param("limit", limit)
        .query((row, n) -> new Logged(row.getLong("event_id"), json.read(row.getString("detail"), DeviceEvent.class), true)).list();
  }

  void insert(List<Logged> all, List<Told> told, Function<DeviceEvent, @Nullable Long> container, String actor, @Nullable Long fileId) {
    jdbc.sql("""
        insert into tracking.events (event_id, kind, occurred_at, actor, barcode, container_id, device, position, target_device,
                                     target_position, detail, file_id, line, event_key, reporter)
        select e.id, e.kind, e.at, :actor, e.barcode, e.container, e.device, e.position, e.to_device, e.to_position, e.detail::jsonb,
               :file::bigint, e.line, e.key, e.reporter
          from unnest(:ids::bigint[], :kinds::text[], :times::timestamptz[], :barcodes::text[], :containers::bigint[],
                      :devices::text[], :positions::int[], :to_devices::text[], :to_positions::int[], :details::text[],
                      :lines::bigint[], :keys::text[], :reporters::text[])
               as e (id, kind, at, barcode, container, device, position, to_device, to_position, detail, line, key, reporter)""")
        .param("ids", all.stream().map(Logged::id).toArray(Long[]::new)).param("kinds", each(all, event -> event.event().text()))
        .param("times", each(all, event -> event.at().toString())).param("barcodes", each(all, DeviceEvent::barcode))
        .param("containers", all.stream().map(it -> container.apply(it.event())).toArray(Long[]::new))
        .param("devices", each(all, event -> device(event.source())))
        .param("positions", all.stream().map(it -> position(it.event().source())).toArray(Integer[]::new))
        .param("to_devices", each(all, event -> device(target(event))))
        .param("to_positions", all.stream().map(it -> position(target(it.event()))).toArray(Integer[]::new))
        .param("details", each(all, json::of)).param("lines", told.stream().map(Told::line).toArray(Long[]::new))
        .param("keys", each(all, DeviceEvent::key)).param("reporters", each(all, DeviceEvent::device))
        .param("actor", actor).param("file", fileId).update();
  }

  /** What direct calls told of live containers around some moments. */
  List<Call> directCalls(List<Moment> moments) {
    if (moments.isEmpty()) {
      return List.of();
    }
    return jdbc.sql("""
        select distinct e.event_id, e.kind, q.barcode, e.occurred_at, e.device, e.position, e.target_device, e.target_position,
               array(select reporter from tracking.told_again where same_as = e.event_id) as reporters
          from unnest(:barcodes::text[], :times::timestamptz[]) as q (barcode, at)
          join tracking.containers c on c.barcode = q.barcode and c.removed_at is null
          join tracking.events e on e.container_id = c.container_id and e.reporter is null
           and e.occurred_at between q.at - :same * interval '1 second' and q.at + :same * interval '1 second'
         where e.kind in ('moved', 'unlidded', 'lidded')""")
        .param("barcodes", moments.stream().map(Moment::barcode).toArray(String[]::new))
        .param("times", moments.stream().map(moment -> moment.at().toString()).toArray(String[]::new))
        .param("same", DirectCalls.SAME.toSeconds())
        .query((row, n) -> new Call(row.getLong("event_id"), DeviceEvent.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
            row.getString("barcode"), row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
            place(row.getString("device"), row.getInt("position")), place(row.getString("target_device"), row.getInt("target_position")),
            new HashSet<>(Arrays.asList((String[]) row.getArray("reporters").getArray())))).list();
  }

  private static @Nullable DevicePosition place(@Nullable String device, int position) {
    return device == null ? null : new DevicePosition(device, position);
  }

  void insertToldAgain(List<ToldAgain> all) {
    if (all.isEmpty()) {
      return;
    }
    jdbc.sql("""
        insert into tracking.told_again (event_id, same_as, reporter)
        select * from unnest(:events::bigint[], :same::bigint[], :reporters::text[])""")
        .param("events", all.stream().map(ToldAgain::event).toArray(Long[]::new))
        .param("same", all.stream().map(ToldAgain::sameAs).toArray(Long[]::new))
        .param("reporters", all.stream().map(ToldAgain::reporter).toArray(String[]::new)).update();
  }

  void flag(List<Long> ids, Map<Long, Finding> flags) {
    if (ids.isEmpty()) {
      return;
    }
    List<Finding> findings = ids.stream().map(id -> Objects.requireNonNull(flags.get(id))).toList();
    jdbc.sql("""
        insert into tracking.event_flags (event_id, code, message, allowed, advice, flagged_at)
        select f.id, f.code, f.message, f.allowed, f.advice, :now
          from unnest(:ids::bigint[], :codes::text[], :messages::text[], :allowed::text[], :advice::text[])
               as f (id, code, message, allowed, advice)""")
        .param("ids", ids.toArray(Long[]::new)).param("codes", findings.stream().map(Finding::code).toArray(String[]::new))
        .param("messages", findings.stream().map(Finding::what).toArray(String[]::new))
        .param("allowed", findings.stream().map(Finding::allowed).toArray(String[]::new))
        .param("advice", findings.stream().map(Finding::maybe).toArray(String[]::new))
        .param("now", OffsetDateTime.now(clock)).update();
  }

  /** Says what became of flagged events, and puts that into the log; tells of how many. */
  int resolve(List<Long> ids, Ruling ruling, String how, String actor) {
    return ids.isEmpty() ? 0 : jdbc.sql("""
        with resolved as (
          update tracking.event_flags set resolved_at = :now, resolution = :how where event_id = any(:ids) and resolved_at is null
          returning event_id)
        insert into tracking.events (kind, occurred_at, actor, barcode, container_id, detail)
        select :ruling, :now, :actor, e.barcode, e.container_id, jsonb_build_object('event', e.event_id, 'message', :how)
          from resolved r join tracking.events e using (event_id) order by e.event_id""")
        .param("now", OffsetDateTime.now(clock)).param("how", how).param("ids", ids.toArray(Long[]::new))
        .param("ruling", ruling.name().toLowerCase(Locale.ROOT)).param("actor", actor).update();
  }

  /** What becomes of a flagged event. */
  enum Ruling { ACCEPTED, DISMISSED }

  private static @Nullable DevicePosition target(DeviceEvent event) {
    return event.target() == null ? event.lid() : event.target();
  }

  private static @Nullable String device(@Nullable DevicePosition place) {
    return place == null ? null : place.device();
  }

  private static @Nullable Integer position(@Nullable DevicePosition place) {
    return place == null ? null : place.position();
  }

  private static String[] each(Collection<Logged> all, Function<DeviceEvent, @Nullable String> text) {
    return all.stream().map(it -> text.apply(it.event())).toArray(String[]::new);
  }
}
