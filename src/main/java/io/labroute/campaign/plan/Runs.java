package io.labroute.campaign.plan;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import io.labroute.tracking.ExperimentStatus;
import io.labroute.tracking.ProcessRepository;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Begins runs of plans and binds their labware. */
@Service
public class Runs {

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final ProcessRepository experiments;
  private final AuditRepository audit;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Runs(PlanRepository plans, PlanRunRepository runs, ProcessRepository experiments, AuditRepository audit,
      ApplicationEventPublisher events, Clock clock) {
    this.plans = plans;
    this.runs = runs;
    this.experiments = experiments;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param experimentId null for the next number of the campaign
   * @param barcodes of labware that has none in the plan, or another one than there
   * @param repeats a run of the same campaign that failed or was aborted
   * @param asked the run file that asks for it, as JSON; null for a plan or a call
   */
  public record Wanted(String campaignId, @Nullable String experimentId, Map<String, String> barcodes, @Nullable String repeats,
      @Nullable String asked) {}

  /** Told within the transaction in which a run was begun. */
  public record Begun(String experimentId) {}

  /**
   * Begins a run of the current revision of a plan.
   *
   * @throws Refusal {@code campaign.unknown}, {@code run.exists}, {@code run.unknown-labware}, {@code run.repeats}
   */
  @Transactional
  public Run begin(Wanted wanted, @Nullable Long fileId, String actor) {
    plans.lock(wanted.campaignId());
    int revision = plans.currentRevision(wanted.campaignId()).orElseThrow(() -> Finding.of("campaign.unknown",
        "There is no plan of this campaign.").value(wanted.campaignId()).maybe("the id is misspelled, or its plan was not dropped yet.")
        .refusal());
    CampaignPlan plan = plans.find(wanted.campaignId(), revision).orElseThrow();
    Map<String, String> barcodes = barcodes(plan, wanted.barcodes());
    if (wanted.repeats() != null) {
      requireOver(wanted);
    }
    String id = wanted.experimentId() == null ? runs.nextId(wanted.campaignId()) : PlanReader.id(wanted.experimentId());
    var run = new Run(id, wanted.campaignId(), revision, wanted.repeats(), actor, clock.instant(), fileId, "pending", "", Map.of());
    if (!runs.insert(run, wanted.asked())) {
      throw Finding.of("run.exists", "There is an experiment of this id already.").value(id).maybe("give the run another id, or none.")
          .refusal();
    }
    barcodes.forEach((label, barcode) -> runs.bind(id, label, barcode, actor));
    audit.add(AuditEntry.of(actor, "began", "run " + id));
    events.publishEvent(new Begun(id));
    return runs.find(id).orElseThrow();
  }

  /** Ends runs of earlier revisions that nothing was done for yet; what was released is never touched. */
  void supersede(String campaignId, int revision, String actor) {
    runs.untouched(campaignId, revision).forEach(run ->
        experiments.become(run, ExperimentStatus.ABORTED, "superseded by revision %d of its plan".formatted(revision), actor));
  }

  private void requireOver(Wanted wanted) {
    Run before = runs.find(wanted.repeats()).filter(run -> run.campaignId().equals(wanted.campaignId()))
        .orElseThrow(() -> Finding.of("run.repeats", "The campaign has no such run.").value(wanted.repeats()).refusal());
    if (!before.isOver() || before.status().equals("completed")) {
      throw Finding.of("run.repeats", "Only a run that failed or was aborted is done again.").value(before.status())
          .allowed("failed, aborted").refusal();
    }
  }

  private static Map<String, String> barcodes(CampaignPlan plan, Map<String, String> given) {
    var barcodes = new TreeMap<String, String>();
    plan.labware().stream().filter(piece -> piece.barcode() != null).forEach(piece -> barcodes.put(piece.id(), piece.barcode()));
    given.forEach((label, barcode) -> {
      if (plan.labware().stream().noneMatch(piece -> piece.id().equals(label))) {
        throw unknownLabware(plan, label);
      }
      barcodes.put(label, LabName.of("barcode", barcode));
    });
    return barcodes;
  }

  private static Refusal unknownLabware(CampaignPlan plan, String label) {
    return Finding.of("run.unknown-labware", "The plan has no such labware.").value(label)
        .allowed(plan.labware().stream().map(PlanLabware::id).collect(Collectors.joining(", "))).refusal();
  }

  /** Says which container a piece of labware is in a run. */
  @Transactional
  public Run bind(String experimentId, String label, String barcode, String actor) {
    Run run = held(experimentId);
    CampaignPlan plan = plans.find(run.campaignId(), run.revision()).orElseThrow();
    if (plan.labware().stream().noneMatch(piece -> piece.id().equals(label))) {
      throw unknownLabware(plan, label);
    }
    runs.bind(experimentId, label, LabName.of("barcode", barcode), actor);
    audit.add(AuditEntry.of(actor, "bound", "%s of run %s to %s".formatted(label, experimentId, barcode)));
    return runs.find(experimentId).orElseThrow();
  }

  private Run held(String experimentId) {
    Run run = runs.hold(experimentId).orElseThrow(() -> Finding.of("run.unknown", "There is no such run.").value(experimentId).refusal());
    if (run.isOver()) {
      throw Finding.of("run.over", "The run is over.").value(run.status()).refusal();
    }
    return run;
  }

  /** Takes a binding back; the caller makes sure that nothing was released for it. */
  @Transactional
  public Run unbind(String experimentId, String label, String actor) {
    held(experimentId);
    if (!runs.unbind(experimentId, label)) {
      throw Finding.of("run.not-bound", "The labware is not bound.").value(label).refusal();
    }
    audit.add(AuditEntry.of(actor, "unbound", "%s of run %s".formatted(label, experimentId)));
    return runs.find(experimentId).orElseThrow();
  }
}
