package io.labroute.execution.planning;

import io.labroute.execution.job.Jobs;
import io.labroute.lab.Finding;
import io.labroute.platform.JsonText;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.TimeScale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps schedules: one of them is current, and gives jobs their times. */
@Repository
class ScheduleRepository {

  private static final String TOLD = """
      select schedule_id, made_at, made_by, why, base, state, anchor, tick_seconds, plan_sha256, source, value, bound, gap, guesses,
             delay_seconds, violation_seconds, violated from schedule.schedules
      """;

  private static final int KEPT = 200;
  private final JdbcClient jdbc;
  private final JsonText json;
  private final Jobs jobs;
  private final Clock clock;

  ScheduleRepository(JdbcClient jdbc, JsonText json, Jobs jobs, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.jobs = jobs;
    this.clock = clock;
  }

  /**
   * What a plan costs that is one of several choices.
   *
   * @param violated the waits that it exceeds
   */
  record Cost(long delaySeconds, long violationSeconds, List<String> violated) {}

  /** Does something while no other engine plans; says whether it was done. */
  @Transactional
  public boolean alone(Runnable planning) {
    boolean alone = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('schedule.planning', 0))").query(Boolean.class).single();
    if (alone) {
      planning.run();
    }
    return alone;
  }

  Optional<Schedule> current() {
    return jdbc.sql("select schedule_id from schedule.schedules where state = 'current'").query(Long.class).optional().flatMap(this::find);
  }

  /** The number of the current schedule; 0 when there is none. */
  long currentId() {
    return jdbc.sql("select coalesce(max(schedule_id), 0) from schedule.schedules where state = 'current'").query(Long.class).single();
  }

  Optional<Schedule> find(long id) {
    return tell(id).map(told -> jdbc.sql("select problem::text, plan::text from schedule.schedules where schedule_id = :id").param("id", id)
        .query((row, n) -> new Schedule(told, json.read(row.getString("problem"), Problem.class),
            json.read(row.getString("plan"), Plan.class))).single());
  }

  Optional<Schedule.Told> tell(long id) {
    return jdbc.sql(TOLD + "where schedule_id = :id").param("id", id).query(this::told).optional();
  }

  /** Schedules of a state, or of any, the newest first. */
  List<Schedule.Told> find(Schedule.@Nullable State state, int limit) {
    return jdbc.sql(TOLD + "where :state::text is null or state = :state order by schedule_id desc limit :limit")
        .param("state", state == null ? null : state.text(), Types.VARCHAR).param("limit", Math.min(Math.max(limit, 1), 1_000))
        .query(this::told).list();
  }

  /** Choices that wait for a person, as alternatives to a schedule. */
  List<Schedule.Told> proposed(long base) {
    return jdbc.sql(TOLD + "where state = 'proposed' and base = :base order by schedule_id").param("base", base).query(this::told).list();
  }

  /**
   * Makes a plan the current one and gives jobs their times from it, in one transaction.
   *
   * @param base the schedule that it was made for; 0 for none
   * @throws io.labroute.lab.Refusal {@code schedule.stale} when another one is current by now
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public long accept(LabPlan plan, LabState state, long base, String why, @Nullable Cost cost, String actor) {
    replace(base);
    long id = insert(plan, base, why, cost, Schedule.State.CURRENT, actor);
    jobs.plan(id, plan.times(state));
    forget(id - KEPT);
    return id;
  }

  /** Plans are long; of those that no job has its time from, the older ones go. */
  private void forget(long before) {
    jdbc.sql("""
        delete from schedule.schedules s where schedule_id < :before and state in ('superseded', 'refused')
           and not exists (select from schedule.jobs j where j.schedule_id = s.schedule_id)""").param("before", before).update();
  }

  /** Makes a choice the current schedule; its plan is given again, in times that hold now. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void accept(Schedule.Told choice, LabPlan plan, LabState state) {
    replace(choice.base() == null ? 0 : choice.base());
    jdbc.sql("update schedule.schedules set state = 'current' where schedule_id = :id").param("id", choice.scheduleId()).update();
    jobs.plan(choice.scheduleId(), plan.times(state));
  }

  /**
   * Requires that a schedule is the current one; 0 for none.
   *
   * @throws io.labroute.lab.Refusal {@code schedule.stale}
   */
  void requireCurrent(long base) {
    if (currentId() != base) {
      throw Finding.of("schedule.stale", "Another schedule has become current meanwhile.").value(String.valueOf(base))
          .allowed(String.valueOf(currentId())).maybe("choose among the choices that stand beside that one.").refusal();
    }
  }

  /** The one that was current is it no more, nor are there choices that stand beside it. */
  private void replace(long base) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('schedule.current', 0))").query((row, n) -> n).list();
    requireCurrent(base);
    jdbc.sql("update schedule.schedules set state = 'superseded' where schedule_id = :base").param("base", base).update();
    refuseChoices(base);
  }

  /** Keeps choices for a person, for whom some jobs wait; choices before them are not given any more. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void propose(List<LabPlan> plans, List<Cost> costs, long base, Collection<UUID> waiting, String why, String actor) {
    refuseChoices(base);
    jobs.hold(waiting, "schedule.choice", "A person chooses how to go on, because %s: see /api/schedules?state=proposed."
        .formatted(why), actor);
    for (int n = 0; n < plans.size(); n++) {
      insert(plans.get(n), base, why, costs.get(n), Schedule.State.PROPOSED, actor);
    }
  }

  void refuseChoices(long base) {
    jdbc.sql("update schedule.schedules set state = 'refused' where state = 'proposed' and base = :base").param("base", base).update();
  }

  private long insert(LabPlan plan, long base, String why, @Nullable Cost cost, Schedule.State state, String actor) {
    TimeScale time = plan.problem().time();
    return jdbc.sql("""
        insert into schedule.schedules (made_at, made_by, why, base, state, anchor, tick_seconds, problem, plan, plan_sha256, source, value,
          bound, gap, guesses, delay_seconds, violation_seconds, violated)
        values (:now, :actor, :why, nullif(:base, 0), :state, :anchor::timestamptz, :tick, :problem::jsonb, :plan::jsonb, :hash, :source,
          :value, :bound, :gap, :guesses, :delay, :violation, :violated)
        returning schedule_id""")
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).param("why", why).param("base", base).param("state", state.text())
        .param("anchor", Objects.requireNonNull(time.start()).toString()).param("tick", time.tick().toSeconds())
        .param("problem", json.of(plan.problem())).param("plan", json.of(plan.plan())).param("hash", plan.plan().hash())
        .param("source", plan.source()).param("value", plan.value()).param("bound", plan.bound())
        .param("gap", BigDecimal.valueOf(plan.gap()).setScale(4, RoundingMode.UP)).param("guesses", plan.lab().guesses())
        .param("delay", cost == null ? null : cost.delaySeconds(), Types.BIGINT)
        .param("violation", cost == null ? null : cost.violationSeconds(), Types.BIGINT)
        .param("violated", cost == null ? new String[0] : cost.violated().toArray(String[]::new)).query(Long.class).single();
  }

  private Schedule.Told told(ResultSet row, int n) throws SQLException {
    return new Schedule.Told(row.getLong("schedule_id"), row.getObject("made_at", OffsetDateTime.class).toInstant(),
        row.getString("made_by"), row.getString("why"), row.getObject("base", Long.class), Schedule.State.of(row.getString("state")),
        row.getObject("anchor", OffsetDateTime.class).toInstant(), row.getInt("tick_seconds"), row.getString("plan_sha256"),
        row.getString("source"), row.getLong("value"), row.getLong("bound"), row.getBigDecimal("gap"), row.getInt("guesses"),
        row.getObject("delay_seconds", Long.class), row.getObject("violation_seconds", Long.class),
        List.of((String[]) row.getArray("violated").getArray()));
  }
}
