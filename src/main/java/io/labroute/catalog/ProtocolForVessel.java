package io.labroute.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process is done with a cell line in a vessel.
 *
 * @param basis {@code stated} where the source has a protocol for the vessel, else {@code scaled}
 * @param statedFor the vessel that the source speaks of
 * @param areaRatio growth area of the vessel by that of the reference vessel; null when nothing was scaled
 * @param parameters volumes in millilitres, for one flask or well
 * @param remarks what has to be looked at before it is used
 */
public record ProtocolForVessel(String cellLineId, String protocolType, String vessel, String basis, String statedFor,
    @Nullable BigDecimal areaRatio, JsonNode parameters, List<String> remarks, int version, long fileId, String pointer) {}
