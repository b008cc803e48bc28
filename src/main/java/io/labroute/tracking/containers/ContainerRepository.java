package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.Standing.Change;
import io.labroute.tracking.containers.StayRepository.Held;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Does with containers what may be done, each act one transaction with its history, and answers for them. */
@Repository
public class ContainerRepository {

  /** The most containers that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private static final String CONTAINERS = """
      select barcode, name, current_device, current_pos, start_device, start_pos, lidded, lid_device, lid_pos, filled, content,
             labware_type, labware_uuid, is_reagent, removed_at, since
        from tracking.container_places
      """;

  private final JdbcClient jdbc;
  private final StayRepository stays;
  private final ActRepository acts;
  private final Clock clock;

  ContainerRepository(JdbcClient jdbc, StayRepository stays, ActRepository acts, Clock clock) {
    this.jdbc = jdbc;
    this.stays = stays;
    this.acts = acts;
    this.clock = clock;
  }

  /**
   * Does something with a container, now.
   *
   * @return the container afterwards
   * @throws Refusal when that cannot be done; then nothing has changed
   */
  @Transactional
  public Container apply(ContainerAct act, String actor) {
    Held held = stays.hold(List.of(act));
    Change change;
    try {
      change = held.standing().apply(act);
    } catch (Refusal refusal) {
      if (act instanceof ContainerAct.Move move && reportedAlready(move)) {
        return find(act.barcode()).orElseThrow();
      }
      throw refusal;
    }
    if (!change.isNone()) {
      Instant at = notBefore(held, act.barcode(), clock.instant());
      try {
        acts.write(List.of(new ActDone(act, change, at, actor, null, null)));
      } catch (DuplicateKeyException outrun) {
        throw Finding.of("container.outrun", "Somebody else has just done something that excludes this.").value(act.barcode())
            .maybe("look where it stands now, and try again.").refusal();
      }
    }
    return find(act instanceof ContainerAct.Relabel relabel ? relabel.newBarcode() : act.barcode()).orElseThrow();
  }

  /**
   * Removes all containers from the lab on record; their histories stay.
   *
   * @param expected how many there are, as the caller thinks
   * @return how many there were
   * @throws Refusal when there are more or fewer; then nothing has changed
   */
  @Transactional
  public int removeAll(int expected, String actor) {
    Set<String> barcodes = stays.holdAll();
    if (barcodes.size() != expected) {
      throw Finding.of("lab.not-as-thought", "There are not as many containers in the lab as were to be removed.")
          .value(String.valueOf(expected)).allowed(String.valueOf(barcodes.size()))
          .maybe("another lab was meant, or containers came since.").refusal();
    }
    Held held = stays.hold(barcodes, Set.of(), 0);
    Instant now = clock.instant();
    acts.write(barcodes.stream().sorted().map(barcode -> {
      var act = new ContainerAct.Remove(barcode);
      return new ActDone(act, held.standing().apply(act), notBefore(held, barcode, now), actor, null, null);
    }).toList());
    return expected;
  }

  /** Whether a device reported that very move by itself a moment ago. */
  private boolean reportedAlready(ContainerAct.Move move) {
    return cameBy(move, clock.instant()).filter(event -> jdbc.sql(
        "select reporter is not null from tracking.events where event_id = :event").param("event", event).query(Boolean.class).single())
        .isPresent();
  }

  /**
   * The event by which a container came to where it stands now, when that was a certain move.
   *
   * @param about when it was moved, by a clock that may differ by two minutes
   */
  public Optional<Long> cameBy(ContainerAct.Move move, Instant about) {
    return jdbc.sql("""
        select s.begun_by from tracking.stays s join tracking.containers c using (container_id)
         where c.barcode = :barcode and c.live and s.what = 'container' and s.until is null
           and s.device = :to_device and s.position = :to_position
           and s.since between :about::timestamptz - interval '2 minutes' and :about::timestamptz + interval '2 minutes'
           and exists (select from tracking.stays b where b.container_id = s.container_id and b.what = 'container'
                          and b.until = s.since and b.device = :from_device and b.position = :from_position)""")
        .param("barcode", move.barcode()).param("to_device", move.to().device()).param("to_position", move.to().position())
        .param("from_device", move.from().device()).param("from_position", move.from().position())
        .param("about", about.atOffset(ZoneOffset.UTC)).query(Long.class).optional();
  }

  private static Instant notBefore(Held held, String barcode, Instant now) {
    Instant changed = held.changedAt().getOrDefault(barcode, now);
    return changed.isAfter(now) ? changed : now;
  }

  /** A container by its barcode; of several that had it, the one in the lab, else the last. */
  public Optional<Container> find(String barcode) {
    return jdbc.sql(CONTAINERS + "where barcode = :barcode order by removed_at is not null, container_id desc limit 1")
        .param("barcode", barcode).query(ContainerRepository::container).optional();
  }

  /** Containers in the lab, by barcode; of a device where one is named. */
  public List<Container> find(@Nullable String device, int limit) {
    return jdbc.sql(CONTAINERS + """
        where removed_at is null and (:device::text is null or current_device = :device)
        order by barcode limit :limit""").param("device", device, Types.VARCHAR)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS)).query(ContainerRepository::container).list();
  }

  /** The container that stands in a position; none when it is empty or holds a lid. */
  public Optional<Container> at(DevicePosition place) {
    return jdbc.sql(CONTAINERS + "where removed_at is null and current_device = :device and current_pos = :position")
        .param("device", place.device()).param("position", place.position()).query(ContainerRepository::container).optional();
  }

  /** Where a container and its lid were last, of all that had the barcode; the newest stays, the first of them first. */
  public List<Container.Stay> stays(String barcode, int limit) {
    return jdbc.sql("select * from tracking.container_stays(:barcode, :limit)").param("barcode", barcode)
        .param("limit", Math.min(Math.max(limit, 1), MOST_ROWS))
        .query((row, n) -> new Container.Stay(row.getString("what"), row.getString("device"),
            row.getObject("position", Integer.class), instant(row, "since"), nullableInstant(row, "until"), row.getString("actor"),
            row.getObject("file_id", Long.class), row.getObject("line", Long.class))).list();
  }

  /** What stood where at a moment; of a device where one is named. */
  public List<Container.Standee> standing(Instant at, @Nullable String device) {
    return jdbc.sql("""
        select p.device, p.position, s.what, c.barcode, s.since, s.until
          from tracking.positions p
          cross join lateral (select * from tracking.stays where device = p.device and position = p.position and since <= :at
                               order by since desc, stay_id desc limit 1) s
          join tracking.containers c on c.container_id = s.container_id
         where (:device::text is null or p.device = :device) and (s.until is null or s.until > :at)
         order by p.device, p.position""")
        .param("at", at.atOffset(ZoneOffset.UTC)).param("device", device, Types.VARCHAR)
        .query(ContainerRepository::standee).list();
  }

  /** Where a container stood at a moment. */
  public Optional<Container.Standee> standing(Instant at, String barcode, String what) {
    return jdbc.sql("""
        select s.device, s.position, s.what, c.barcode, s.since, s.until
          from tracking.containers c
          cross join lateral (select * from tracking.stays
                               where container_id = c.container_id and what = :what and since <= :at
                               order by since desc, stay_id desc limit 1) s
         where c.barcode = :barcode and s.device is not null and (s.until is null or s.until > :at)
         order by c.container_id desc limit 1""")
        .param("at", at.atOffset(ZoneOffset.UTC)).param("barcode", barcode).param("what", what)
        .query(ContainerRepository::standee).optional();
  }

  private static Container.Standee standee(ResultSet row, int n) throws SQLException {
    return new Container.Standee(row.getString("device"), row.getInt("position"), row.getString("what"), row.getString("barcode"),
        instant(row, "since"), nullableInstant(row, "until"));
  }

  private static Container container(ResultSet row, int n) throws SQLException {
    String lidDevice = row.getString("lid_device");
    return new Container(row.getString("barcode"), row.getString("name"), row.getString("current_device"),
        row.getObject("current_pos", Integer.class), row.getString("start_device"), row.getObject("start_pos", Integer.class),
        row.getBoolean("lidded"), lidDevice == null ? null : new Container.LidSite(lidDevice, row.getInt("lid_pos")),
        row.getObject("filled", Boolean.class), row.getString("content"), row.getString("labware_type"),
        row.getObject("labware_uuid", UUID.class), row.getObject("is_reagent", Boolean.class),
        row.getObject("removed_at") != null, nullableInstant(row, "since"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
