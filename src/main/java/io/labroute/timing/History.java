package io.labroute.timing;

/**
 * What is known of runs that are alike.
 *
 * @param samples how many of the newest
 * @param quantile what the asked share of them kept to
 * @param longest of all, however old
 */
record History(long samples, double quantile, double least, double median, double most, double spread, double longest) {}
