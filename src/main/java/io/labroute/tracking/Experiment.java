package io.labroute.tracking;

import org.jspecify.annotations.Nullable;

/**
 * One execution of a process, as a file tells of it.
 *
 * @param processName under which the file speaks of the process; it is made where it is not known yet
 * @param pointer where the file tells of it
 */
public record Experiment(String experimentId, String processName, ExperimentStatus status, @Nullable String errorMessage,
    long fileId, String pointer) {}
