package io.labroute.simulation.model;

import java.util.function.Function;

/**
 * A cell line as it is simulated.
 *
 * @param responses how a compound acts on it, by the compound's name
 */
public record Line(Growth growth, Spread spread, Function<String, DoseResponse> responses) {}
