package io.labroute.simulation;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.ingest.format.Fields;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Sha256;
import io.labroute.platform.LabNature;
import io.labroute.tracking.containers.Container;
import io.labroute.tracking.containers.ContainerAct;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.events.DeviceEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The person of the simulated lab who puts down what a run begins with, where the plan has it and as soon as all of its places are
 * free, scans it, and takes it away when the run is over.
 */
@Component
@Profile(LabNature.PROFILE)
class Operator {

  private static final int LATEST_RUNS = 200;
  private static final Duration UNTIL_NOTICED = Duration.ofMinutes(20);
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final String WRONG = "-WRONG";

  private final PlanRunRepository runs;
  private final PlanRepository plans;
  private final ContainerRepository containers;
  private final Conduct conduct;
  private final Outbox outbox;

  Operator(PlanRunRepository runs, PlanRepository plans, ContainerRepository containers, Conduct conduct, Outbox outbox) {
    this.runs = runs;
    this.plans = plans;
    this.containers = containers;
    this.conduct = conduct;
    this.outbox = outbox;
  }

  /** Does what is to be done by now; tells when the next of it is, null when nothing is. */
  @Nullable Instant go(Instant now) {
    List<Run> latest = runs.find(null, null, LATEST_RUNS);
    Set<String> needed = latest.stream().filter(run -> !run.isOver()).flatMap(run -> run.barcodes().values().stream())
        .collect(Collectors.toSet());
    Set<String> present = containers.find(null, ContainerRepository.MOST_ROWS).stream().map(Container::barcode).collect(Collectors.toSet());
    latest.stream().filter(Run::isOver).flatMap(run -> run.barcodes().values().stream()).distinct()
        .filter(barcode -> present.contains(barcode) && !needed.contains(barcode))
        .forEach(barcode -> containers.apply(new ContainerAct.Remove(barcode), Orders.OPERATOR));
    Set<DevicePosition> taken = new HashSet<>();
    Instant next = null;
    for (Run run : runs.open()) {
      CampaignPlan plan = plans.find(run.campaignId(), run.revision()).orElseThrow();
      Set<DevicePosition> places = places(plan);
      if (places.stream().noneMatch(taken::contains)) {
        next = Times.earlier(next, prepare(run, plan, present, now));
      }
      taken.addAll(places);
    }
    return next;
  }

  /** All places that a run needs at some time: what is set down there for another run would be in its way. */
  private static Set<DevicePosition> places(CampaignPlan plan) {
    Set<DevicePosition> places = plan.labware().stream().map(PlanLabware::at).filter(Objects::nonNull).collect(Collectors.toSet());
    for (PlanStep step : plan.steps()) {
      if (step.yields() == Yield.MOVE) {
        var to = step.parameters().path("to");
        places.add(new DevicePosition(to.path("device").asText(), to.path("position").asInt()));
      }
    }
    return places;
  }

  private @Nullable Instant prepare(Run run, CampaignPlan plan, Set<String> present, Instant now) {
    List<List<String>> rows = new ArrayList<>();
    Instant next = null;
    for (PlanLabware piece : plan.labware()) {
      if (piece.at() != null) {
        String barcode = run.barcodes().getOrDefault(piece.id(), "%s-%s".formatted(run.experimentId(), piece.id()));
        Optional<Container> there = containers.at(piece.at());
        if (there.isPresent() && there.get().barcode().equals(barcode)) {
          scan(run, piece, barcode, now);
        } else if (there.isPresent() && there.get().barcode().equals(barcode + WRONG)) {
          next = Times.earlier(next, exchange(there.get(), now));
        } else if (there.isEmpty() && !present.contains(barcode)) {
          rows.add(row(piece, barcode));
        }
      }
    }
    if (!rows.isEmpty()) {
      register(run, rows, now);
    }
    return next;
  }

  private void scan(Run run, PlanLabware piece, String barcode, Instant now) {
    if (!run.barcodes().containsKey(piece.id())) {
      DevicePosition at = Objects.requireNonNull(piece.at());
      outbox.tell(Report.of(Kind.BARCODE_READ, "%s %s".formatted(run.experimentId(), piece.id()), at.device(), now)
          .with("barcode", barcode));
    }
  }

  /** A wrong plate is noticed after a while and taken away; the right one follows. */
  private @Nullable Instant exchange(Container wrong, Instant now) {
    Instant noticed = Objects.requireNonNull(wrong.since()).plus(UNTIL_NOTICED);
    if (now.isBefore(noticed)) {
      return noticed;
    }
    containers.apply(new ContainerAct.Remove(wrong.barcode()), Orders.OPERATOR);
    return null;
  }

  private List<String> row(PlanLabware piece, String barcode) {
    boolean mixesUp = conduct.chance().happens(conduct.failures().wrongPlate(), barcode, "wrong plate")
        && containers.find(barcode + WRONG).isEmpty();
    DevicePosition at = Objects.requireNonNull(piece.at());
    String type = piece.node().get("type").map(node -> Fields.scalar(node).text()).orElse("");
    return List.of(mixesUp ? barcode + WRONG : barcode, at.device(), String.valueOf(at.position()), type);
  }

  /** What could not be put down then is tried again after a while. */
  private void register(Run run, List<List<String>> rows, Instant now) {
    var table = new ArrayList<List<String>>();
    table.add(List.of("barcode", "device", "position", "labware_type"));
    table.addAll(rows);
    long when = now.getEpochSecond() / AGAIN.toSeconds();
    String what = run.experimentId() + " " + when + " " + rows.stream().map(row -> row.get(0)).collect(Collectors.joining(" "));
    outbox.isUnderWay("containers", "simulated-" + Sha256.of(what.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".csv",
        () -> CsvText.of(',', table));
  }
}
