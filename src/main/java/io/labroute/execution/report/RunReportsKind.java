package io.labroute.execution.report;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** What liquid handlers write about a run: transfer reports of an Echo, and tables that the lab has described. */
@Component
class RunReportsKind implements Kind<ReportLine> {

  private static final KindPolicy POLICY = new KindPolicy(true, false, null, false,
      "A line that contradicts what is known rejects itself; a report whose worklist cannot be told is rejected as a whole.");

  private final RunReportStore store;

  RunReportsKind(RunReportStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "run-reports";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<ReportLine> reader() {
    return (source, intake) -> new RunReportsReader(source, intake).read();
  }

  @Override
  public RecordStore<ReportLine> store() {
    return store;
  }
}
