package io.labroute.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol has to know of a vessel.
 *
 * @param areaCm2 growth area of a flask or of one well, in square centimetres
 * @param maxVolumeMl what it holds at most, in millilitres
 */
record Vessel(String vesselId, @Nullable BigDecimal areaCm2, @Nullable BigDecimal maxVolumeMl) {}
