package io.labroute.execution;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A transfer of a worklist, or a part of one, and what became of it; volumes in microlitres.
 *
 * @param number in the worklist, from 1
 * @param step which step of the plan, from 0
 * @param part of a volume that is larger than a tip, from 1
 * @param parts how many there are
 * @param source label of the labware
 * @param requested of the whole transfer
 * @param written in the file, of this part
 * @param actual what was moved; null when nobody says
 * @param decidedBy who says so
 */
public record WorklistTransfer(int number, int step, int part, int parts, String source, long sourceContainer, String sourceWell,
    String target, long targetContainer, String targetWell, BigDecimal requested, BigDecimal written, @Nullable String liquidClass,
    TransferOutcome outcome, @Nullable BigDecimal actual, @Nullable String reason, @Nullable String decidedBy) {}
