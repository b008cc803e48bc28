package io.labroute.migration;

import io.labroute.campaign.CampaignRecord;
import io.labroute.campaign.CampaignStore;
import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import org.springframework.stereotype.Component;

/** What campaigns tell of themselves, in a folder each: checkpoints and report (JSON), configuration, titration plan (YAML). */
@Component
class CampaignReportsKind implements Kind<CampaignRecord> {

  private static final KindPolicy POLICY = KindPolicy.folders("A bad value rejects its result; one outside of the results rejects the file.");

  private final CampaignStore store;

  CampaignReportsKind(CampaignStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "campaign-reports";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public RecordReader<CampaignRecord> reader() {
    return (source, intake) -> new CampaignReportReader(source, intake).read();
  }

  @Override
  public RecordStore<CampaignRecord> store() {
    return store;
  }
}
