package io.labroute.schedule;

/**
 * How long the labware of a step keeps its slot on the step's device: from the start of one step (the move in) to the end of
 * another (the move out). The slot is reserved when the move towards it starts and free when the move away has ended, so that
 * moves in the order of the plan never deadlock.
 */
public record Hold(String from, String until) {}
