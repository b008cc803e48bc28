package io.labroute.tracking.containers;

import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.Standing.Change;
import io.labroute.tracking.containers.StayRepository.Held;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Registers the containers of a file; a row that cannot be is rejected. */
@Component
class ContainerStore implements RecordStore<ContainerRow> {

  private final StayRepository stays;
  private final ActRepository acts;
  private final Clock clock;

  ContainerStore(StayRepository stays, ActRepository acts, Clock clock) {
    this.stays = stays;
    this.acts = acts;
    this.clock = clock;
  }

  @Override
  public Load<ContainerRow> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("containers are loaded one file at a time, not " + files.size());
    }
    return new ContainerLoad(files.get(0));
  }

  private final class ContainerLoad implements Load<ContainerRow> {

    private final SourceFile file;
    private final List<ContainerRow> rows = new ArrayList<>();

    private ContainerLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, ContainerRow row) {
      rows.add(row);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<ContainerRow> again) {
      Held held = stays.hold(rows.stream().map(ContainerRow::act).toList());
      Instant now = clock.instant();
      String actor = "file " + file.ledgerId();
      var done = new ArrayList<ActDone>();
      var rejections = new ArrayList<Rejection>();
      long leavesStored = 0;
      long leavesExtra = 0;
      long leavesUnchanged = 0;
      for (ContainerRow row : rows) {
        try {
          Instant at = at(row, now, held);
          Change change = held.standing().apply(row.act());
          if (change.isNone()) {
            leavesUnchanged += row.leaves() + row.extraLeaves();
          } else {
            done.add(new ActDone(row.act(), change, at, actor, file.ledgerId(), row.line()));
            leavesStored += row.leaves();
            leavesExtra += row.extraLeaves();
          }
        } catch (Refusal refusal) {
          rejections.add(Rejection.ofOne(refusal.finding().at(Place.line(row.line())), row.leaves() + row.extraLeaves()));
        }
      }
      acts.write(done);
      return Map.of(file, new Outcome(done.size(), rows.size() - done.size() - rejections.size(), leavesStored, leavesUnchanged,
          leavesExtra, rejections, List.of()));
    }

    private Instant at(ContainerRow row, Instant now, Held held) {
      Instant at = row.at() == null ? now : row.at();
      if (at.isAfter(now)) {
        throw Finding.of("container.future", "The container cannot have come in the future.").value(at.toString())
            .allowed("up to " + now).refusal();
      }
      Stream.of(row.act().at(), row.act().lidSite()).filter(Objects::nonNull).forEach(place -> {
        Instant freed = held.freedAt().get(place);
        if (freed != null && at.isBefore(freed)) {
          throw Finding.of("position.taken-then", "%s was taken then.".formatted(place)).value(at.toString())
              .allowed("from " + freed).refusal();
        }
      });
      return at;
    }

    @Override
    public void close() {
      // Nothing is open: the rows were only gathered.
    }
  }
}
