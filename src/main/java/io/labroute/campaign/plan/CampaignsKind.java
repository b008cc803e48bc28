package io.labroute.campaign.plan;

import io.labroute.ingest.Kind;
import io.labroute.ingest.KindPolicy;
import io.labroute.ingest.RecordReader;
import io.labroute.ingest.RecordStore;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Plans of campaigns, further runs and iterations of them (YAML or JSON), tables of transfers that plans name or of proposals (CSV). */
@Component
class CampaignsKind implements Kind<CampaignFile> {

  private static final KindPolicy POLICY = KindPolicy.statements("Anything wrong rejects the whole plan.");

  private final PlanStore store;

  CampaignsKind(PlanStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "campaigns";
  }

  @Override
  public KindPolicy policy() {
    return POLICY;
  }

  @Override
  public Set<String> after() {
    return Set.of("lab-config", "containers");
  }

  @Override
  public RecordReader<CampaignFile> reader() {
    return CampaignFileReader::read;
  }

  @Override
  public RecordStore<CampaignFile> store() {
    return store;
  }
}
