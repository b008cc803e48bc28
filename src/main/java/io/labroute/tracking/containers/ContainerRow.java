package io.labroute.tracking.containers;

/**
 * A row of a file of containers.
 *
 * @param leaves how many of its cells hold what is known, and
 * @param extraLeaves how many stand in unknown columns
 */
record ContainerRow(ContainerAct.Register act, long line, long leaves, long extraLeaves) {}
