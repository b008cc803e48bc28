package io.labroute.tracking.devices;

/**
 * A device as a file states it.
 *
 * @param pointer where the file does so
 * @param leaves how many leaves of the file went into it, and
 * @param extraLeaves how many are kept beside the rest
 */
public record StatedDevice(DeviceStatement statement, String pointer, long line, long leaves, long extraLeaves) {}
