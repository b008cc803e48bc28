package io.labroute.tracking.wells;

import io.labroute.lab.WellAddress;

/** A well of a container; where several places share one liquid, as in a trough, the first of them. */
public record Well(long containerId, WellAddress address) {}
