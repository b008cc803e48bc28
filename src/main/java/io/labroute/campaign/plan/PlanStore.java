package io.labroute.campaign.plan;

import io.labroute.campaign.plan.CampaignFile.Document;
import io.labroute.campaign.plan.CampaignFile.TransfersFile;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores plans as revisions, each with its first run; further iterations and runs; tables of transfers. */
@Component
class PlanStore implements RecordStore<CampaignFile> {

  private final PlanReading reading;
  private final PlanRepository plans;
  private final PlanRunRepository found;
  private final Runs runs;
  private final NextIteration next;

  PlanStore(PlanReading reading, PlanRepository plans, PlanRunRepository found, Runs runs, NextIteration next) {
    this.reading = reading;
    this.plans = plans;
    this.found = found;
    this.runs = runs;
    this.next = next;
  }

  @Override
  public Load<CampaignFile> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("plans are loaded one file at a time, not " + files.size());
    }
    return new PlanLoad(files.get(0));
  }

  private final class PlanLoad implements Load<CampaignFile> {

    private final SourceFile file;
    private final List<Finding> faults = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private @Nullable CampaignFile dropped;

    private PlanLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, CampaignFile record) {
      dropped = record;
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<CampaignFile> again) {
      if (dropped == null) {
        return Map.of(file, new Outcome(0, 0, 0, 0, 0, List.of(), List.of()));
      }
      boolean changed = false;
      try {
        changed = store(dropped);
      } catch (Refusal refusal) {
        faults.add(refusal.finding());
      }
      long leaves = dropped.leaves();
      if (!faults.isEmpty()) {
        var rejections = new ArrayList<Rejection>();
        faults.forEach(fault -> rejections.add(rejections.isEmpty() ? Rejection.ofOne(fault, leaves) : new Rejection(fault, null, 0, 0)));
        return Map.of(file, new Outcome(0, 0, 0, 0, 0, rejections, warnings));
      }
      return Map.of(file, changed ? new Outcome(1, 0, leaves, 0, 0, List.of(), warnings)
          : new Outcome(0, 1, 0, leaves, 0, List.of(), warnings));
    }

    /** Whether anything has changed; with faults, nothing has. */
    private boolean store(CampaignFile record) {
      if (record instanceof TransfersFile table) {
        return plans.storeTransfers(table.name(), table.transfers(), file.ledgerId());
      }
      var root = ((Document) record).root();
      if (root.get("iteration").isPresent()) {
        Fields said = Fields.of(Fields.of(root, Set.of("iteration")).required("iteration"));
        return next.begin(said, file.ledgerId(), actor(), faults::add, warnings::add);
      }
      return root.get("campaign").isPresent() ? storePlan(reading.read(root, faults::add, warnings::add)) : beginRun(Fields.of(root));
    }

    private boolean storePlan(CampaignPlan plan) {
      if (!faults.isEmpty()) {
        return false;
      }
      plans.lock(plan.campaignId());
      if (plans.isCurrent(plan)) {
        return false;
      }
      int revision = plans.store(plan, null, file.ledgerId());
      runs.supersede(plan.campaignId(), revision, actor());
      runs.begin(new Runs.Wanted(plan.campaignId(), null, Map.of(), null, null), file.ledgerId(), actor());
      return true;
    }

    /** The same file again, under whatever name, finds its run begun: a copy must not become a second set of worklists. */
    private boolean beginRun(Fields root) {
      Fields.of(root.node(), Set.of("run"));
      Fields run = Fields.of(root.required("run"), Set.of("campaign", "id", "labware", "repeats"));
      Map<String, String> barcodes = new LinkedHashMap<>();
      if (run.has("labware")) {
        Fields.of(run.required("labware")).node().entries().forEach(entry -> barcodes.put(entry.key(),
            Fields.at(entry.value(), () -> LabName.of("barcode", Fields.scalar(entry.value()).text()))));
      }
      String campaign = run.text("campaign");
      String id = run.has("id") ? PlanReader.id(run.required("id")) : null;
      String asked = TreeAsJson.json(run.node()).toString();
      plans.lock(campaign);
      if (found.wasAsked(campaign, asked)) {
        return false;
      }
      var wanted = new Runs.Wanted(campaign, id, barcodes, run.optional("repeats"), asked);
      Fields.at(run.node(), () -> runs.begin(wanted, file.ledgerId(), actor()));
      return true;
    }

    private String actor() {
      return "file " + file.name();
    }

    @Override
    public void close() {
      // Nothing is open: the file was only gathered.
    }
  }
}
