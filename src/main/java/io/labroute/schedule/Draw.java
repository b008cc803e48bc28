package io.labroute.schedule;

/**
 * What a step takes from a stock when it starts; a negative amount is a refill, which counts when the step has ended.
 */
public record Draw(String stock, long amount) {}
