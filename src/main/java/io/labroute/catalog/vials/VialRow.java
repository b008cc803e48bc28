package io.labroute.catalog.vials;

/**
 * A row of a file of vials.
 *
 * @param leaves how many of its cells hold what is known, and
 * @param extraLeaves how many stand in unknown columns
 */
record VialRow(VialAction action, long line, long leaves, long extraLeaves) {}
