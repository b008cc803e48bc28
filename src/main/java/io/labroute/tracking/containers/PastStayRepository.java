package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Changes stays that are over, or began long ago, in the caller's transaction, which holds their containers. */
@Repository
class PastStayRepository {

  private final JdbcClient jdbc;

  PastStayRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A stay as it was thought to be; without a place when nobody knows where a lid lay. */
  record PastStay(long stay, long container, @Nullable DevicePosition place, Instant since, @Nullable Instant until,
      @Nullable Long endedBy) {}

  /** A container in the lab, and since when. */
  record Registered(long container, Instant since) {}

  /** The stays of a live container, or of its lid, that touch a stretch of time. */
  List<PastStay> stays(String barcode, String what, Instant first, Instant last) {
    return jdbc.sql("""
        select s.stay_id, s.container_id, s.device, s.position, s.since, s.until, s.ended_by
          from tracking.stays s join tracking.containers c using (container_id)
         where c.barcode = :barcode and c.live and s.what = :what
           and s.since <= :last and (s.until is null or s.until >= :first) order by s.since, s.stay_id""")
        .param("barcode", barcode).param("what", what).param("first", first.atOffset(ZoneOffset.UTC))
        .param("last", last.atOffset(ZoneOffset.UTC)).query(PastStayRepository::stay).list();
  }

  /** The live container of a barcode; of none, nothing. */
  List<Registered> registered(String barcode) {
    return jdbc.sql("select container_id, registered_at from tracking.containers where barcode = :barcode and live")
        .param("barcode", barcode)
        .query((row, n) -> new Registered(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant())).list();
  }

  /**
   * Whether a position in use was free all the time.
   *
   * @param until null for until now
   * @param except a stay that is to be cut
   */
  boolean isFree(DevicePosition place, Instant since, @Nullable Instant until, @Nullable Long except) {
    return jdbc.sql("""
        select exists (select from tracking.positions where device = :device and position = :position and usable)
           and not exists (select from tracking.stays where device = :device and position = :position
                              and stay_id is distinct from :except
                              and since < coalesce(:until, timestamptz 'infinity') and (until is null or until > :since))""")
        .param("device", place.device()).param("position", place.position()).param("except", except, Types.BIGINT)
        .param("since", since.atOffset(ZoneOffset.UTC)).param("until", utc(until), Types.TIMESTAMP_WITH_TIMEZONE)
        .query(Boolean.class).single();
  }

  /** Ends a stay earlier. */
  void cut(long stay, Instant until, long event) {
    jdbc.sql("update tracking.stays set until = :until, ended_by = :event where stay_id = :stay")
        .param("until", until.atOffset(ZoneOffset.UTC)).param("event", event).param("stay", stay).update();
  }

  /** Adds a stay. */
  void add(long container, String what, @Nullable DevicePosition place, Instant since, long begunBy, @Nullable Instant until,
      @Nullable Long endedBy) {
    jdbc.sql("""
        insert into tracking.stays (container_id, what, device, position, since, until, begun_by, ended_by)
        values (:container, :what, :device, :position, :since, :until, :begun, :ended)""")
        .param("container", container).param("what", what)
        .param("device", place == null ? null : place.device(), Types.VARCHAR)
        .param("position", place == null ? null : place.position(), Types.INTEGER)
        .param("since", since.atOffset(ZoneOffset.UTC)).param("until", utc(until), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("begun", begunBy).param("ended", endedBy, Types.BIGINT).update();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }

  private static PastStay stay(ResultSet row, int n) throws SQLException {
    OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
    return new PastStay(row.getLong("stay_id"), row.getLong("container_id"),
        row.getString("device") == null ? null : new DevicePosition(row.getString("device"), row.getInt("position")),
        row.getObject("since", OffsetDateTime.class).toInstant(), until == null ? null : until.toInstant(),
        row.getObject("ended_by", Long.class));
  }
}
