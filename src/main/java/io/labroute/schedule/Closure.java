package io.labroute.schedule;

/**
 * A time in which a device is closed (maintenance, a break, the end of a shift): nothing is processed on it, loaded, or left
 * in it.
 *
 * @param from first closed tick
 * @param to first tick that is open again, after {@code from}
 */
public record Closure(long from, long to, String reason) {}
