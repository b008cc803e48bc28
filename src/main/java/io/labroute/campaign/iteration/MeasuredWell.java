package io.labroute.campaign.iteration;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A well as the file of its plate has it.
 *
 * @param well as the file spells it
 * @param experiment that the file says it belongs to
 */
record MeasuredWell(String barcode, String well, String cellLine, @Nullable String compound, @Nullable BigDecimal doseUm,
    @Nullable BigDecimal rawSignal, @Nullable BigDecimal viability, @Nullable String experiment) {}
