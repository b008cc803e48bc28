package io.labroute.tracking.devices;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps devices with their versions and positions, and answers for them. */
@Repository
public class DeviceRepository {

  private static final String DEVICES = """
      select d.device, d.category, d.resource, d.capacity, d.min_capacity, d.process_capacity, d.allows_overlap, d.first_position,
             d.uri, d.extra::text as extra, d.version, d.valid_from, d.retired_at, d.file_id,
             (select count(*) from tracking.stays s where s.device = d.device and s.until is null) as occupied
        from tracking.devices d
      """;

  private final JdbcClient jdbc;
  private final AuditRepository audit;
  private final JsonText json;
  private final Clock clock;

  DeviceRepository(JdbcClient jdbc, AuditRepository audit, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /** All devices, or those of a category, by name. */
  public List<Device> find(@Nullable String category) {
    return jdbc.sql(DEVICES + "where :category::text is null or d.category = :category order by d.device")
        .param("category", category, Types.VARCHAR).query(this::device).list();
  }

  public Optional<Device> find(String device, boolean retired) {
    return jdbc.sql(DEVICES + "where d.device = :device and (:retired or d.retired_at is null)").param("device", device)
        .param("retired", retired).query(this::device).optional();
  }

  /** What was stated of a device, the first first. */
  public List<Device.Version> versions(String device) {
    return jdbc.sql("""
        select version, stated::text as stated, valid_from, valid_to, file_id, pointer from tracking.device_versions
         where device = :device order by version""").param("device", device)
        .query((row, n) -> new Device.Version(row.getInt("version"), json.tree(row.getString("stated")),
            instant(row, "valid_from"), nullableInstant(row, "valid_to"), row.getObject("file_id", Long.class),
            row.getString("pointer"))).list();
  }

  /** The usable positions of a device with what stands there, counted from 0. */
  public List<Device.Position> positions(String device) {
    return jdbc.sql("""
        select position, shown_as, deep_well_suited, container, lid_of, since from tracking.position_contents
         where device = :device order by position""").param("device", device)
        .query((row, n) -> new Device.Position(row.getInt("position"), row.getInt("shown_as"),
            row.getBoolean("deep_well_suited"), row.getString("container") == null && row.getString("lid_of") == null,
            row.getString("container"), row.getString("lid_of"), nullableInstant(row, "since"))).list();
  }

  /**
   * States what a device is; a statement equal to what is current changes nothing.
   *
   * @return the device afterwards
   * @throws Refusal when it would take away positions that something stands on
   */
  @Transactional
  public Device state(DeviceStatement statement, String actor) {
    if (store(statement, null, null)) {
      audit.add(new AuditEntry(actor, "stated", "device " + statement.device(), null, json.of(statement)));
    }
    return find(statement.device(), true).orElseThrow();
  }

  /** Takes an empty device out of use; it stays known. */
  @Transactional
  public void retire(String device, String actor) {
    lock();
    Device known = find(device, true).orElseThrow(() -> unknown(device));
    if (known.retiredAt() == null) {
      retirePositions(device, 0);
      jdbc.sql("update tracking.devices set retired_at = :now where device = :device").param("now", now())
          .param("device", device).update();
      audit.add(AuditEntry.of(actor, "retired", "device " + device));
    }
  }

  /** The certificate that a device's server shows, as PEM text. */
  public Optional<String> certificate(String device) {
    return jdbc.sql("select server_certificate from tracking.devices where device = :device and server_certificate is not null")
        .param("device", device).query(String.class).optional();
  }

  @Transactional
  public void storeCertificate(String device, String pem, String actor) {
    if (!pem.strip().startsWith("-----BEGIN CERTIFICATE-----") || !pem.strip().endsWith("-----END CERTIFICATE-----")) {
      throw Finding.of("device.certificate", "This is no certificate as PEM text.").value(pem)
          .allowed("text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----").refusal();
    }
    if (jdbc.sql("update tracking.devices set server_certificate = :pem where device = :device").param("pem", pem)
        .param("device", device).update() == 0) {
      throw unknown(device);
    }
    audit.add(AuditEntry.of(actor, "got a certificate", "device " + device));
  }

  /** The names of all devices in use. */
  public List<String> names() {
    return jdbc.sql("select device from tracking.devices where retired_at is null order by device").query(String.class).list();
  }

  /** Stores a statement in the caller's transaction; false when it says what is current anyway. */
  boolean store(DeviceStatement statement, @Nullable Long fileId, @Nullable String pointer) {
    lock();
    String stated = json.of(statement);
    if (jdbc.sql("""
        select exists (select from tracking.device_versions v join tracking.devices d using (device)
                        where v.device = :device and v.valid_to is null and v.stated = :stated::jsonb and d.retired_at is null)""")
        .param("device", statement.device()).param("stated", stated).query(Boolean.class).single()) {
      return false;
    }
    retirePositions(statement.device(), statement.capacity());
    int version = storeDevice(statement, fileId, pointer);
    jdbc.sql("update tracking.device_versions set valid_to = :now where device = :device and valid_to is null")
        .param("now", now()).param("device", statement.device()).update();
    jdbc.sql("""
        insert into tracking.device_versions (device, version, stated, valid_from, file_id, pointer)
        values (:device, :version, :stated::jsonb, :now, :file, :pointer)""")
        .param("device", statement.device()).param("version", version).param("stated", stated).param("now", now())
        .param("file", fileId, Types.BIGINT).param("pointer", pointer, Types.VARCHAR).update();
    jdbc.sql("""
        insert into tracking.positions (device, position, capacity, deep_well_suited)
        select :device, n, :capacity, n = any(:deep) from generate_series(0, :capacity - 1) as n
        on conflict (device, position) do update set retired_at = null, deep_well_suited = excluded.deep_well_suited""")
        .param("device", statement.device()).param("capacity", statement.capacity())
        .param("deep", statement.deepWellPositions().toArray(Integer[]::new)).update();
    return true;
  }

  private int storeDevice(DeviceStatement statement, @Nullable Long fileId, @Nullable String pointer) {
    return jdbc.sql("""
        insert into tracking.devices (device, category, resource, capacity, min_capacity, process_capacity, allows_overlap,
          first_position, uri, extra, version, valid_from, file_id, pointer)
        values (:device, :category, :resource, :capacity, :min_capacity, :process_capacity, :overlap, :first, :uri,
          :extra::jsonb, 1, :now, :file, :pointer)
        on conflict (device) do update set category = excluded.category, resource = excluded.resource,
          capacity = excluded.capacity, min_capacity = excluded.min_capacity, process_capacity = excluded.process_capacity,
          allows_overlap = excluded.allows_overlap, first_position = excluded.first_position, uri = excluded.uri,
          extra = excluded.extra, version = devices.version + 1, valid_from = excluded.valid_from, retired_at = null,
          file_id = excluded.file_id, pointer = excluded.pointer
        returning version""")
        .param("device", statement.device()).param("category", statement.category(), Types.VARCHAR)
        .param("resource", statement.resource(), Types.VARCHAR).param("capacity", statement.capacity())
        .param("min_capacity", statement.minCapacity()).param("process_capacity", statement.processCapacity())
        .param("overlap", statement.allowsOverlap()).param("first", statement.firstPosition())
        .param("uri", statement.uri(), Types.VARCHAR).param("extra", json.of(statement.extra())).param("now", now())
        .param("file", fileId, Types.BIGINT).param("pointer", pointer, Types.VARCHAR).query(Integer.class).single();
  }

  private void retirePositions(String device, int from) {
    List<Integer> taken = jdbc.sql("""
        select position from tracking.stays where device = :device and position >= :from and until is null order by position""")
        .param("device", device).param("from", from).query(Integer.class).list();
    if (!taken.isEmpty()) {
      throw Finding.of("device.occupied", "Something stands on positions that %s would lose.".formatted(device))
          .value(taken.toString()).maybe("the containers are to be moved or removed first.").refusal();
    }
    jdbc.sql("update tracking.positions set retired_at = :now where device = :device and position >= :from and retired_at is null")
        .param("now", now()).param("device", device).param("from", from).update();
  }

  /** What changes the lab itself waits until nothing is being moved; see the lock that moves share. */
  private void lock() {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('tracking.lab', 0))").query((row, n) -> n).list();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.now(clock);
  }

  private static Refusal unknown(String device) {
    return Finding.of("device.unknown", "There is no such device.").value(device)
        .maybe("it is misspelled, or was never configured.").refusal();
  }

  private Device device(ResultSet row, int n) throws SQLException {
    return new Device(row.getString("device"), row.getString("category"), row.getString("resource"), row.getInt("capacity"),
        row.getInt("min_capacity"), row.getInt("process_capacity"), row.getBoolean("allows_overlap"),
        row.getInt("first_position"), row.getString("uri"), json.tree(row.getString("extra")), row.getInt("occupied"),
        row.getInt("version"), instant(row, "valid_from"), nullableInstant(row, "retired_at"),
        row.getObject("file_id", Long.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
