package io.labroute.tracking.events;

import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Puts the events of a file into the log; those that are there already change nothing. */
@Component
class DeviceEventStore implements RecordStore<EventRow> {

  private final EventLog log;

  DeviceEventStore(EventLog log) {
    this.log = log;
  }

  @Override
  public Load<EventRow> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("events are loaded one file at a time, not " + files.size());
    }
    return new EventLoad(files.get(0));
  }

  private final class EventLoad implements Load<EventRow> {

    private final SourceFile file;
    private final List<EventRow> rows = new ArrayList<>();

    private EventLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, EventRow row) {
      rows.add(row);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<EventRow> again) {
      List<EventLog.Taken> taken = log.take(rows.stream().map(row -> new EventLog.Told(row.event(), row.line())).toList(),
          "file " + file.ledgerId(), file.ledgerId());
      long stored = 0;
      long leavesStored = 0;
      long leavesExtra = 0;
      long leavesUnchanged = 0;
      var warnings = new ArrayList<Finding>();
      for (int n = 0; n < rows.size(); n++) {
        EventRow row = rows.get(n);
        if (taken.get(n).isNew()) {
          stored++;
          leavesStored += row.leaves();
          leavesExtra += row.extraLeaves();
        } else {
          leavesUnchanged += row.leaves() + row.extraLeaves();
        }
        Finding flag = taken.get(n).flag();
        if (flag != null) {
          warnings.add(flag.at(Place.line(row.line())));
        }
      }
      return Map.of(file, new Outcome(stored, rows.size() - stored, leavesStored, leavesUnchanged, leavesExtra, List.of(), warnings));
    }

    @Override
    public void close() {
      // Nothing is open: the rows were only gathered.
    }
  }
}
