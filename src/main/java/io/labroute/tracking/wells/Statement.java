package io.labroute.tracking.wells;

/**
 * What somebody said to be in a well.
 *
 * @param act its place in the order of all that was stated and booked
 */
public record Statement(long act, Well well, WellContents contents) {}
