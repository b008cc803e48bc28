/**
 * What liquid handlers write about their runs, as files: read and handed to {@code execution}. Must not know how outcomes are stored.
 */
@NullMarked
package io.labroute.execution.report;

import org.jspecify.annotations.NullMarked;
