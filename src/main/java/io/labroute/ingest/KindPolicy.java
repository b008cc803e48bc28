package io.labroute.ingest;

import io.labroute.ingest.format.CsvLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a kind promises.
 *
 * @param statesThePresent whether its files say how things are now: then they are handled one at a time, and content that
 *     was current once becomes current again when it is dropped again
 * @param table the columns of its files when they are tables, so that rejected rows are given back as {@code .rejects.csv};
 *     null for files that are trees
 * @param rejects what one bad record takes with it, a sentence for people
 */
public record KindPolicy(boolean statesThePresent, @Nullable CsvLayout table, String rejects) {}
