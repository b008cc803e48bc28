package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file has ended, as it goes into the ledger and then onto the shelves.
 *
 * @param replayOf the earlier row whose content became current again
 * @param duplicateOf the row that holds the content
 * @param error why the file as a whole is rejected
 * @param rejections what of it is not stored
 * @param warnings equal doubts and how often each occurred
 * @param extras leaves that are kept beside the records, by their pointer
 * @param references what the file speaks of without stating it, with the first place
 */
record Ending(
    ClaimedFile file,
    FileState state,
    Counts counts,
    @Nullable Long replayOf,
    @Nullable Long duplicateOf,
    @Nullable String encoding,
    @Nullable Finding error,
    List<Rejection> rejections,
    Map<Finding, Long> warnings,
    Map<String, @Nullable String> extras,
    Map<Reference, Place> references) {

  static Ending duplicate(ClaimedFile file, long of) {
    return new Ending(file, FileState.DUPLICATE, Counts.NONE, null, of, null, null, List.of(), Map.of(), Map.of(), Map.of());
  }

  static Ending rejected(ClaimedFile file, Finding error) {
    return new Ending(file, FileState.REJECTED, Counts.NONE, file.replayOf(), null, null, error,
        List.of(Rejection.ofOne(error, 0)), Map.of(), Map.of(), Map.of());
  }
}
