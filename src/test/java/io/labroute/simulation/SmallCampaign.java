package io.labroute.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** A campaign of a few steps of every kind, for labs in which things go wrong. */
record SmallCampaign(EngineProcess engine, String id) {

  private static final String PLAN = """
      campaign: {id: %s}
      release: scheduled
      labware:
        - {id: Plate, type: 96-well plate, at: {device: Tecan_EVO, position: 0}}
        - {id: Drug, type: 96-well plate, at: {device: Tecan_EVO, position: 1},
           contents: {A1: {substance: vemurafenib, concentration: 100 uM, volume: 180 uL}}}
        - {id: Cells, type: trough, at: {device: Tecan_EVO, position: 3},
           contents: {A1: {substance: A375, concentration: 1e5 cells/mL, volume: 20 mL}}}
      steps:
        - {id: seed, operation: seed, device: Tecan_EVO, from: Cells/A1, to: Plate, wells: [B2, B3, B4, B5], volume: 90 uL}
        - {id: dose, operation: transfer, device: Tecan_EVO, after: seed,
           transfers: [{from: Drug/A1, to: Plate/B4, volume: 1 uL}, {from: Drug/A1, to: Plate/B5, volume: 10 uL}]}
        - {id: in, operation: move, labware: Plate, to: {device: Incubator, position: 0}, after: dose}
        - {id: wait, operation: incubate, device: Incubator, labware: Plate, duration: 6 h, after: in}
        - {id: out, operation: move, labware: Plate, to: {device: PlateReader, position: 0}, after: wait}
        - {id: read, operation: read, device: PlateReader, labware: Plate, method: luminescence, after: out}
        - {id: back, operation: move, labware: Plate, to: {device: Tecan_EVO, position: 0}, after: read}
        - {id: look, operation: manual, prompt: Look at the plate., labware: Plate, after: back}
      """;
  private static final int STEPS = 8;

  String run() {
    return id + ".1";
  }

  void drop() {
    try {
      Path temp = Files.writeString(engine.inbox("campaigns").resolve(".dropping"), PLAN.formatted(id));
      Files.move(temp, engine.inbox("campaigns").resolve(id + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String status() {
    return String.valueOf(engine.ask("select status from tracking.experiments where experiment_id = '%s'".formatted(run())));
  }

  boolean isOver() {
    return status().equals("completed") || status().equals("aborted");
  }

  void awaitEnd() {
    await(run() + " is over").atMost(Duration.ofMinutes(10)).pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(isOver()).as("%s%n%s", jobs(), engine.log()).isTrue());
  }

  /** Nothing is lost, doubled or out of order, whatever the end was. */
  void assertTrueEnd() {
    assertThat(number("select count(*) from schedule.jobs where experiment_id = '%s'")).as(jobs()).isEqualTo(STEPS);
    assertThat(number("""
        select count(*) from (select run_key from tracking.process_steps where experiment_id = '%s' and run_key is not null
                               group by run_key having count(*) > 1) doubled""")).as("orders that were carried out twice").isZero();
    assertThat(number("""
        select count(*) from (
          select j.started_at, lag(j.ended_at) over (order by s.place) as before
            from schedule.jobs j join campaign.runs r using (experiment_id)
            join campaign.campaign_steps s on s.campaign_id = r.campaign_id and s.revision = r.revision and s.step_id = j.step_id
           where j.experiment_id = '%s' and j.state = 'done') o where started_at < before""")).as("out of order: " + jobs()).isZero();
    assertThat(number("""
        select count(*) from tracking.process_steps where experiment_id = '%s' and not is_simulation""")).isZero();
    assertThat(engine.get("/api/events/contradictions").body()).isEqualTo("[]");
    if (status().equals("completed")) {
      assertThat(number("select count(*) from schedule.jobs where experiment_id = '%s' and state <> 'done'")).as(jobs()).isZero();
      assertThat(number("""
          select count(*) from worklist.transfers t join worklist.worklists w using (worklist_id)
           where w.experiment_id = '%s' and t.outcome in ('planned', 'unknown')""")).isZero();
      assertThat(contents()).isEqualTo("B2 90, B3 90, B4 91, B5 100");
      assertThat(number("select count(*) from measurement.measurements where plate_id = '%s-Plate'")).isEqualTo(4);
    } else {
      assertThat(number("select count(*) from schedule.jobs where experiment_id = '%s' and attempt = 3")).as(jobs()).isPositive();
    }
  }

  /** What is in the wells of its plate. */
  String contents() {
    return engine.ask("""
        select string_agg(w.well || ' ' || trim_scale(w.volume_ul), ', ' order by w.well)
          from tracking.wells w join tracking.containers c using (container_id) where c.barcode = '%s-Plate' and w.volume_ul > 0""".formatted(run()));
  }

  String jobs() {
    return engine.ask("""
        select string_agg(concat_ws(' ', step_id, state, attempt, held_code, waits_code), ', ' order by planned_start)
          from schedule.jobs where experiment_id = '%s'""".formatted(run()));
  }

  private long number(String query) {
    return Long.parseLong(engine.ask(query.formatted(run())));
  }
}
