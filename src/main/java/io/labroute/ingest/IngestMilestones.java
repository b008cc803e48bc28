package io.labroute.ingest;

/** Is told when a group of files passes a milestone; for what watches the engine. */
@FunctionalInterface
public interface IngestMilestones {

  void reached(IngestMilestone milestone, String kind);
}
