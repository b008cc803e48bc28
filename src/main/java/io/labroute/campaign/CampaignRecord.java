package io.labroute.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a file of a campaign states: one head, then its results. */
public sealed interface CampaignRecord {

  /** How many of the file's leaves it holds. */
  int leaves();

  /**
   * All of the file but its results.
   *
   * @param content the file's own keys and values
   * @param statedAt the time that the file gives itself
   * @param extraLeaves how many of its leaves stand under keys that are unknown
   */
  record Head(String campaignId, CampaignPart part, ObjectNode content, @Nullable Instant statedAt, int leaves,
      int extraLeaves) implements CampaignRecord {}

  /**
   * One result.
   *
   * @param index its place among the file's results, from 0
   * @param content the file's own keys and values; {@code execution_id} is there
   */
  record Result(int index, ObjectNode content, int leaves) implements CampaignRecord {}
}
