package io.labroute.execution.planning;

import java.time.Duration;

/**
 * How long a step is planned to take.
 *
 * @param basis for people: what it rests on
 * @param guessed whether it rests on nothing that was measured or stated
 */
record Took(Duration length, String basis, boolean guessed) {}
