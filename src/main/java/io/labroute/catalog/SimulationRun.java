package io.labroute.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A simulation and the versions of the parameters it used.
 *
 * @param runId given by whoever runs it
 * @param parameterVersion version of the cell line's parameters
 * @param compounds whose sensitivities and responses it used; empty for none
 * @param versions by set, the version of every other record it used
 */
public record SimulationRun(
    String runId,
    @Nullable String campaignId,
    String cellLineId,
    int parameterVersion,
    Instant runDate,
    @Nullable String resultsPath,
    @Nullable JsonNode metadata,
    List<String> compounds,
    Map<String, Map<String, Integer>> versions) {}
