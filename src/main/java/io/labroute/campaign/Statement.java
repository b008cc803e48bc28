package io.labroute.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file states of a campaign, as it is kept.
 *
 * @param results in their order; null nodes where one was rejected
 * @param fileId the file's ledger row
 */
record Statement(CampaignPart part, JsonNode content, JsonNode results, @Nullable Instant statedAt, long fileId) {

  /** JSON pointer to a result in the file. */
  String pointer(int index) {
    return (part.type() == CampaignPart.Type.REPORT ? "/all_results/" : "/results/") + index;
  }
}
