package io.labroute.execution;

/** Is told when a worklist passes a milestone; for what watches the engine. */
@FunctionalInterface
public interface PlacementMilestones {

  void reached(PlacementMilestone milestone);
}
