package io.labroute.execution;

import io.labroute.platform.JsonText;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistManifest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Worklists on their way: what release, pick-up and reports write. */
@Repository
class WorklistRepository {

  private static final String FILE = """
      select worklist_id, device, profile, file_name, temp_name, temp_mark, sha256, state, reason, withdrawing_by, withdrawing_why,
             overdue_since, coalesce(finished_at, started_at, picked_up_at, released_at, placing_at) as since
        from worklist.worklists
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  WorklistRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** A worklist that is to be put on record, with its file. */
  record New(WorklistOrder order, String profile, Worklist worklist, WorklistManifest manifest, String folder, String fileName,
      @Nullable String tempName, @Nullable String tempMark, @Nullable String reason) {}

  /** Lets nobody else work at the device's doorstep until the end of the transaction. */
  void holdDevice(String device) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('worklist.device ' || :device, 0))").param("device", device)
        .query((row, n) -> n).list();
  }

  /** What tells whether an order is the one that was given before; empty when there was none. */
  Optional<String> orderSha256(UUID worklistId) {
    return jdbc.sql("select order_sha256 from worklist.worklists where worklist_id = :id").param("id", worklistId)
        .query(String.class).optional();
  }

  long nextFileNumber() {
    return jdbc.sql("select nextval('worklist.file_numbers')").query(Long.class).single();
  }

  boolean hasExperiment(String experimentId) {
    return jdbc.sql("select count(*) from tracking.experiments where experiment_id = :id").param("id", experimentId)
        .query(Long.class).single() > 0;
  }

  /** Those of some containers that there are. */
  List<Long> knownContainers(Collection<Long> containers) {
    return jdbc.sql("select container_id from tracking.containers where container_id = any(:ids)")
        .param("ids", containers.toArray(Long[]::new)).query(Long.class).list();
  }

  void insert(New it, List<WorklistTransfer> transfers) {
    WorklistOrder order = it.order();
    jdbc.sql("""
        insert into worklist.worklists (worklist_id, experiment_id, step_id, device, remark, order_sha256, profile, format, folder,
          file_name, temp_name, temp_mark, bytes, sha256, manifest, loading_sheet, plan, containers, state, reason, remainder_of,
          placing_at)
        values (:id, :experiment, :step, :device, :remark, :order, :profile, :format, :folder, :name, :temp, :mark, :bytes, :sha256,
          :manifest::jsonb, :sheet, :plan::jsonb, :containers::jsonb, 'placing', :reason, :remainder_of::uuid, :now)""")
        .param("id", order.worklistId()).param("experiment", order.experimentId()).param("step", order.stepId())
        .param("device", order.device()).param("remark", order.remark()).param("order", order.sha256()).param("profile", it.profile())
        .param("format", it.worklist().format()).param("folder", it.folder()).param("name", it.fileName())
        .param("temp", it.tempName(), Types.VARCHAR).param("mark", it.tempMark(), Types.VARCHAR)
        .param("bytes", it.worklist().bytes()).param("sha256", it.manifest().sha256()).param("manifest", json.of(it.manifest()))
        .param("sheet", it.manifest().loadingSheet()).param("plan", PlanText.of(order.plan()))
        .param("containers", json.of(order.containers())).param("reason", it.reason(), Types.VARCHAR)
        .param("remainder_of", order.remainderOf()).param("now", OffsetDateTime.now(clock)).update();
    insertTransfers(order.worklistId(), transfers);
  }

  private void insertTransfers(UUID worklistId, List<WorklistTransfer> all) {
    jdbc.sql("""
        insert into worklist.transfers (worklist_id, number, step, part, parts, source, source_container, source_well, target,
                                        target_container, target_well, requested_ul, written_ul, liquid_class)
        select :id, * from unnest(:numbers::int[], :steps::int[], :part::int[], :parts::int[], :sources::text[],
          :source_containers::bigint[], :source_wells::text[], :targets::text[], :target_containers::bigint[], :target_wells::text[],
          :requested::numeric[], :written::numeric[], :classes::text[])""")
        .param("id", worklistId).param("numbers", each(all, WorklistTransfer::number, Integer[]::new))
        .param("steps", each(all, WorklistTransfer::step, Integer[]::new)).param("part", each(all, WorklistTransfer::part, Integer[]::new))
        .param("parts", each(all, WorklistTransfer::parts, Integer[]::new))
        .param("sources", each(all, WorklistTransfer::source, String[]::new))
        .param("source_containers", each(all, WorklistTransfer::sourceContainer, Long[]::new))
        .param("source_wells", each(all, WorklistTransfer::sourceWell, String[]::new))
        .param("targets", each(all, WorklistTransfer::target, String[]::new))
        .param("target_containers", each(all, WorklistTransfer::targetContainer, Long[]::new))
        .param("target_wells", each(all, WorklistTransfer::targetWell, String[]::new))
        .param("requested", each(all, it -> it.requested().toPlainString(), String[]::new))
        .param("written", each(all, it -> it.written().toPlainString(), String[]::new))
        .param("classes", each(all, WorklistTransfer::liquidClass, String[]::new)).update();
  }

  /** Takes an order off the record that never left the engine; its bookings are taken off as well. */
  void forget(UUID worklistId) {
    jdbc.sql("delete from worklist.worklists where worklist_id = :id and state = 'placing'").param("id", worklistId).update();
  }

  Optional<DoorstepFile> file(UUID worklistId) {
    return jdbc.sql(FILE + "where worklist_id = :id").param("id", worklistId).query(WorklistRepository::file).optional();
  }

  /** The same, held until the end of the transaction. */
  Optional<DoorstepFile> hold(UUID worklistId) {
    return jdbc.sql(FILE + "where worklist_id = :id for update").param("id", worklistId).query(WorklistRepository::file).optional();
  }

  /** The worklists of a device that have not ended, in the order in which they were ordered. */
  List<DoorstepFile> open(String device) {
    return jdbc.sql(FILE + "where device = :device and state in ('placing', 'released', 'picked_up', 'started', 'gone') order by ordered")
        .param("device", device).query(WorklistRepository::file).list();
  }

  /** Ended runs whose report is awaited, and of which it was not told that it is late. */
  List<DoorstepFile> unreported() {
    return jdbc.sql(FILE + """
        where state = 'finished' and overdue_since is null
          and exists (select from worklist.transfers t where t.worklist_id = worklists.worklist_id and t.outcome = 'planned')
        order by ordered limit 1000""").query(WorklistRepository::file).list();
  }

  /** Devices whose doorsteps are to be looked at. */
  List<String> devicesWithFiles() {
    return jdbc.sql("select distinct device from worklist.worklists where state in ('placing', 'released', 'gone') order by device")
        .query(String.class).list();
  }

  /** Worklists that are gone, late, or of which nothing can be said, the first hundred. */
  List<DoorstepFile> troubles() {
    return jdbc.sql(FILE + """
        where state = 'gone' or state in ('placing', 'released') and reason is not null or overdue_since is not null
        order by ordered limit 100""").query(WorklistRepository::file).list();
  }

  /** How many worklists were made of the undone transfers of one, those that were withdrawn included. */
  long remainders(UUID worklistId) {
    return jdbc.sql("select count(*) from worklist.worklists where remainder_of = :id").param("id", worklistId)
        .query(Long.class).single();
  }

  byte[] bytes(UUID worklistId) {
    return jdbc.sql("select bytes from worklist.worklists where worklist_id = :id").param("id", worklistId).query(byte[].class).single();
  }

  void setTemp(UUID worklistId, @Nullable String tempName, @Nullable String mark, @Nullable String reason) {
    jdbc.sql("""
        update worklist.worklists set temp_name = :temp, temp_mark = :mark, reason = :reason
         where worklist_id = :id and state = 'placing'""").param("temp", tempName, Types.VARCHAR).param("mark", mark, Types.VARCHAR)
        .param("reason", reason, Types.VARCHAR).param("id", worklistId).update();
  }

  void setReason(UUID worklistId, @Nullable String reason) {
    jdbc.sql("update worklist.worklists set reason = :reason where worklist_id = :id").param("reason", reason, Types.VARCHAR)
        .param("id", worklistId).update();
  }

  void setRun(UUID worklistId, String run) {
    jdbc.sql("update worklist.worklists set run = :run where worklist_id = :id").param("run", run).param("id", worklistId).update();
  }

  void setWithdrawing(UUID worklistId, @Nullable String by, @Nullable String why) {
    jdbc.sql("update worklist.worklists set withdrawing_by = :by, withdrawing_why = :why where worklist_id = :id")
        .param("by", by, Types.VARCHAR).param("why", why, Types.VARCHAR).param("id", worklistId).update();
  }

  void setOverdue(UUID worklistId, @Nullable Instant since) {
    jdbc.sql("update worklist.worklists set overdue_since = :since where worklist_id = :id")
        .param("since", since == null ? null : since.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("id", worklistId).update();
  }

  /** Writes a state and its history. */
  void setState(UUID worklistId, WorklistState state, String actor, @Nullable String reason, Instant at) {
    jdbc.sql("""
        with changed as (
          update worklist.worklists
             set state = :state, reason = :reason, overdue_since = null, withdrawing_by = null, withdrawing_why = null,
                 released_at = case when :state = 'released' then :at::timestamptz else released_at end,
                 picked_up_at = case when :state in ('picked_up', 'started') then coalesce(picked_up_at, :at::timestamptz)
                                     else picked_up_at end,
                 started_at = case when :state = 'started' then :at::timestamptz else started_at end,
                 finished_at = case when :state in ('finished', 'failed') then coalesce(finished_at, :at::timestamptz) else finished_at end
           where worklist_id = :id returning worklist_id)
        insert into worklist.states (worklist_id, state, at, actor, reason)
        select worklist_id, :state, :at::timestamptz, :actor, :reason from changed""")
        .param("state", state.text()).param("reason", reason, Types.VARCHAR).param("at", at.atOffset(ZoneOffset.UTC))
        .param("id", worklistId).param("actor", actor).update();
  }

  /** Puts on record what happened without a change of state. */
  void note(UUID worklistId, WorklistState state, String actor, String reason) {
    jdbc.sql("insert into worklist.states (worklist_id, state, at, actor, reason) values (:id, :state, :now, :actor, :reason)")
        .param("id", worklistId).param("state", state.text()).param("now", OffsetDateTime.now(clock)).param("actor", actor)
        .param("reason", reason).update();
  }

  private static DoorstepFile file(ResultSet row, int n) throws SQLException {
    OffsetDateTime overdue = row.getObject("overdue_since", OffsetDateTime.class);
    return new DoorstepFile(row.getObject("worklist_id", UUID.class), row.getString("device"), row.getString("profile"),
        row.getString("file_name"), row.getString("temp_name"), row.getString("temp_mark"), row.getString("sha256"),
        WorklistState.of(row.getString("state")), row.getString("reason"), row.getString("withdrawing_by"),
        row.getString("withdrawing_why"), row.getObject("since", OffsetDateTime.class).toInstant(),
        overdue == null ? null : overdue.toInstant());
  }

  private static <T> T[] each(List<WorklistTransfer> all, Function<WorklistTransfer, @Nullable T> value, Function<Integer, T[]> array) {
    return all.stream().map(value).toArray(size -> array.apply(size));
  }

  /** Plan and containers of a worklist, and what it belongs to. */
  record Kept(String experimentId, String stepId, String device, String remark, String plan, Map<String, Long> containers) {}

  Kept kept(UUID worklistId) {
    return jdbc.sql("""
        select experiment_id, step_id, device, remark, plan::text as plan, containers::text as containers
          from worklist.worklists where worklist_id = :id""").param("id", worklistId)
        .query((row, n) -> new Kept(row.getString("experiment_id"), row.getString("step_id"), row.getString("device"),
            row.getString("remark"), row.getString("plan"), json.read(row.getString("containers"), Containers.class))).single();
  }

  private static final class Containers extends HashMap<String, Long> {}
}
