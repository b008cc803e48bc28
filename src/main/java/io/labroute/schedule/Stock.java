package io.labroute.schedule;

/** A consumable with a level: tips, reagent. Its level never falls below zero nor rises above its capacity. */
public record Stock(String id, long initial, long capacity) {}
