package io.labroute.simulation.model;

import java.util.Map;

/**
 * What is in a well that holds cells.
 *
 * @param seeded cells that were brought into it
 * @param doses of compounds by name, in micromolar
 * @param atRim whether it lies at the rim of its plate
 */
public record WellContent(String cellLine, double seeded, Map<String, Double> doses, boolean atRim) {}
