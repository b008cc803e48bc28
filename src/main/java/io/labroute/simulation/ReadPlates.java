package io.labroute.simulation;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.execution.ReleasedWorklist;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistTransfer;
import io.labroute.execution.job.Job;
import io.labroute.platform.LabNature;
import io.labroute.tracking.wells.WellRepository;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Finds out what is on a plate that is to be read, and since when. */
@Component
@Profile(LabNature.PROFILE)
class ReadPlates {

  private static final int MOST_WORKLISTS = 1_000;
  private static final int ROWS_OF_96 = 8;
  private static final int COLUMNS_OF_96 = 12;

  private final WorklistAnswers worklists;
  private final WellRepository wells;

  ReadPlates(WorklistAnswers worklists, WellRepository wells) {
    this.worklists = worklists;
    this.wells = wells;
  }

  /** The plate of a job; empty when no worklist of its run has brought anything into it. */
  Optional<ReadPlate> of(Job job, CampaignPlan plan) {
    String label = job.labware().keySet().iterator().next();
    List<ReleasedWorklist> filled = worklists.find(new WorklistAnswers.Wanted(null, null, job.experimentId()), MOST_WORKLISTS).stream()
        .filter(it -> it.finishedAt() != null && transfersTo(it, label).findAny().isPresent())
        .sorted(Comparator.comparing(ReleasedWorklist::finishedAt)).toList();
    if (filled.isEmpty()) {
      return Optional.empty();
    }
    long container = transfersTo(filled.get(0), label).findFirst().orElseThrow().targetContainer();
    var layout = plan.layout() == null ? null : plan.layout().path("plates").path(label);
    int rows = layout == null ? ROWS_OF_96 : layout.path("rows").asInt(ROWS_OF_96);
    int columns = layout == null ? COLUMNS_OF_96 : layout.path("columns").asInt(COLUMNS_OF_96);
    Instant seeded = filled.get(0).finishedAt();
    return Optional.of(new ReadPlate(label, seeded, filled.get(filled.size() - 1).finishedAt(), wells.contents(container), rows, columns));
  }

  private Stream<WorklistTransfer> transfersTo(ReleasedWorklist worklist, String label) {
    return worklists.transfers(worklist.worklistId()).stream().filter(it -> it.target().equals(label));
  }
}
