package io.labroute.execution.report;

import io.labroute.worklist.RunReport.Entry;

/**
 * A line of a report.
 *
 * @param leaves how many cells it has
 */
record ReportLine(Entry entry, long leaves) {}
