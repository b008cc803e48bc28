package io.labroute.campaign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.campaign.CampaignRecord.Head;
import io.labroute.campaign.CampaignRecord.Result;
import io.labroute.ingest.GroupConflict;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores what files state of campaigns, and accounts for each campaign anew from all that is stated of it now: so files may
 * come in any order, and a corrected one corrects the campaign.
 */
@Component
public class CampaignStore implements RecordStore<CampaignRecord> {

  private final CampaignRepository campaigns;

  CampaignStore(CampaignRepository campaigns) {
    this.campaigns = campaigns;
  }

  /** Whether a result may have this status. */
  public static boolean isStatusOfResult(String text) {
    return CampaignResult.isStatus(text);
  }

  @Override
  public Load<CampaignRecord> begin(List<SourceFile> files) {
    return new CampaignLoad(files);
  }

  private static final class Gathered {
    private @Nullable Head head;
    private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
    private int records;
    private int leaves;

    private void add(CampaignRecord record) {
      records++;
      leaves += record.leaves();
      if (record instanceof Head it) {
        head = it;
      } else if (record instanceof Result result) {
        while (results.size() < result.index()) {
          results.addNull();
        }
        results.add(result.content());
      }
    }
  }

  private final class CampaignLoad implements Load<CampaignRecord> {

    private final Map<SourceFile, Gathered> gathered = new LinkedHashMap<>();

    private CampaignLoad(List<SourceFile> files) {
      files.forEach(file -> gathered.put(file, new Gathered()));
    }

    @Override
    public void add(SourceFile file, CampaignRecord record) {
      gathered.get(file).add(record);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<CampaignRecord> again) {
      var outcomes = new HashMap<SourceFile, Outcome>();
      gathered.forEach((file, it) -> outcomes.put(file, new Outcome(0, 0, 0, 0, 0, List.of(), List.of())));
      gathered.values().removeIf(it -> it.head == null);
      requireDistinctParts();
      var touched = new TreeSet<String>();
      gathered.values().forEach(it -> touched.add(it.head.campaignId()));
      touched.forEach(campaigns::lock);
      var changed = new TreeSet<String>();
      gathered.forEach((file, it) -> {
        boolean isNew = campaigns.store(it.head, it.results, file.ledgerId());
        if (isNew) {
          changed.add(it.head.campaignId());
        }
        int stored = it.leaves - it.head.extraLeaves();
        outcomes.put(file, isNew
            ? new Outcome(it.records, 0, stored, 0, it.head.extraLeaves(), List.of(), List.of())
            : new Outcome(0, it.records, 0, it.leaves, 0, List.of(), List.of()));
      });
      changed.forEach(campaign -> account(campaign, outcomes));
      return outcomes;
    }

    /** Two files of a group that state the same part follow one after the other, so that each gets its version. */
    private void requireDistinctParts() {
      var parts = new HashSet<String>();
      for (Gathered it : gathered.values()) {
        if (!parts.add(it.head.campaignId() + "/" + it.head.part().text())) {
          throw new GroupConflict("campaign " + it.head.campaignId());
        }
      }
    }

    private void account(String campaign, Map<SourceFile, Outcome> outcomes) {
      var account = new CampaignAccount(campaign, campaigns.current(campaign));
      List<String> elsewhere = campaigns.write(account);
      gathered.forEach((file, it) -> {
        if (it.head.campaignId().equals(campaign)) {
          var doubts = new ArrayList<Finding>();
          account.doubts().stream().filter(doubt -> doubt.parts().contains(it.head.part()))
              .forEach(doubt -> doubts.add(doubt.finding()));
          elsewhere.forEach(experiment -> doubts.add(Finding.of("campaign.experiment-elsewhere",
                  "Execution %s belongs to another campaign as well.".formatted(experiment))
              .value(experiment).maybe("the campaign's folder was copied under another name.")));
          outcomes.computeIfPresent(file, (source, outcome) -> outcome.withWarnings(doubts));
        }
      });
    }

    @Override
    public void close() {
      // Nothing is open: the records were only gathered.
    }
  }
}
