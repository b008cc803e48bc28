package io.labroute.campaign;

import java.util.Comparator;
import java.util.Locale;

/**
 * Which part of a campaign a file states.
 *
 * @param iteration of a checkpoint, from 1; 0 for all others
 */
public record CampaignPart(Type type, int iteration) implements Comparable<CampaignPart> {

  /** The kinds of parts. */
  public enum Type { PLAN, CONFIG, CHECKPOINT, REPORT }

  public static final CampaignPart PLAN = new CampaignPart(Type.PLAN, 0);
  public static final CampaignPart CONFIG = new CampaignPart(Type.CONFIG, 0);
  public static final CampaignPart REPORT = new CampaignPart(Type.REPORT, 0);

  private static final String CHECKPOINT_PREFIX = "checkpoint ";

  public static CampaignPart checkpoint(int iteration) {
    return new CampaignPart(Type.CHECKPOINT, iteration);
  }

  static CampaignPart of(String text) {
    return text.startsWith(CHECKPOINT_PREFIX)
        ? checkpoint(Integer.parseInt(text.substring(CHECKPOINT_PREFIX.length())))
        : new CampaignPart(Type.valueOf(text.toUpperCase(Locale.ROOT)), 0);
  }

  /** As it stands in {@code campaign.statements}: {@code report}, {@code checkpoint 3}. */
  public String text() {
    return type == Type.CHECKPOINT ? CHECKPOINT_PREFIX + iteration : type.name().toLowerCase(Locale.ROOT);
  }

  /** Plan and configuration, then the checkpoints in the order of their numbers, then the report. */
  @Override
  public int compareTo(CampaignPart other) {
    return Comparator.comparing(CampaignPart::type).thenComparingInt(CampaignPart::iteration).compare(this, other);
  }
}
