package io.labroute.ingest;

import java.util.Locale;

/** Something that a file speaks of without stating it. */
public record Reference(Target target, String id) {

  /** What can be spoken of. */
  public enum Target {
    CELL_LINE, COMPOUND, CAMPAIGN, EXPERIMENT;

    /** As it stands in the database and in REST. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
