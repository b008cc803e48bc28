package io.labroute.simulation.model;

/**
 * How much wells of one kind differ, as coefficients of variation.
 *
 * @param biological of all wells of a plate together
 * @param cellCount of the cells of a well
 * @param viability of what survives
 * @param edgePenalty by how much fewer cells there are at the rim of a plate, 0 to 1
 */
public record Spread(double biological, double cellCount, double viability, double edgePenalty) {}
