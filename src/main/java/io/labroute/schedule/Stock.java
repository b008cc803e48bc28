package io.labroute.schedule;

/**
 * A consumable with a level: tips, reagent. Its level never falls below zero nor rises above its capacity.
 *
 * @param initial the level at tick 0
 * @param capacity {@link Long#MAX_VALUE} when there is always room for another box or bottle
 */
public record Stock(String id, long initial, long capacity) {}
