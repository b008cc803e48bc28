package io.labroute.tracking.events;

/**
 * An event of a file.
 *
 * @param leaves how many leaves of its line are known fields, and
 * @param extraLeaves how many are not
 */
record EventRow(DeviceEvent event, long line, long leaves, long extraLeaves) {}
