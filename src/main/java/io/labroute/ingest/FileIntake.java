package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a reader tells of one file, and hands the records on. Holds findings up to a limit, never records. */
final class FileIntake<R> implements Intake<R> {

  private static final int MOST_WARNINGS = 1_000;
  private static final int MOST_REFERENCES = 100_000;

  private final SourceFile file;
  private final Load<R> load;
  private final int mostRejects;
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<Finding, FirstAndCount> warnings = new LinkedHashMap<>();
  private final Map<String, @Nullable String> extras = new LinkedHashMap<>();
  private final Map<Reference, Place> references = new LinkedHashMap<>();
  private long records;
  private long leaves;
  private @Nullable String encoding;

  FileIntake(SourceFile file, Load<R> load, int mostRejects) {
    this.file = file;
    this.load = load;
    this.mostRejects = mostRejects;
  }

  @Override
  public void record(R record) {
    records++;
    load.add(file, record);
  }

  @Override
  public void reject(Finding finding, long rejectedLeaves) {
    records++;
    rejections.add(Rejection.ofOne(finding, rejectedLeaves));
    if (rejections.size() > mostRejects) {
      throw Finding.of("ingest.too-many-rejects", "The file has too many bad records; the last is: " + finding.what())
          .at(finding.where()).value(finding.value()).allowed("at most " + mostRejects + " bad records in a file")
          .maybe("a column is shifted or the file is of another kind: look at the first reject.").refusal();
    }
  }

  /** Warnings that differ only in place and value are one, told with its first place and value. */
  @Override
  public void warn(Finding finding) {
    var doubt = finding.at(new Place(null, null, finding.where().field(), null, null)).value(null);
    var seen = warnings.get(doubt);
    if (seen != null) {
      seen.count++;
    } else if (warnings.size() < MOST_WARNINGS) {
      warnings.put(doubt, new FirstAndCount(finding));
    }
  }

  @Override
  public void extra(String pointer, @Nullable String value) {
    extras.put(pointer, value);
  }

  @Override
  public void refers(Reference.Target target, String id, Place where) {
    if (references.size() < MOST_REFERENCES) {
      references.putIfAbsent(new Reference(target, id), where);
    }
  }

  @Override
  public void leaves(long count) {
    leaves += count;
  }

  @Override
  public void encoding(String name) {
    encoding = name;
  }

  /** The file's ending once the store has told what became of the records. */
  Ending completed(ClaimedFile claimed, Outcome outcome, @Nullable Long replayOf) {
    outcome.warnings().forEach(this::warn);
    var allRejections = new ArrayList<>(rejections);
    allRejections.addAll(outcome.rejections());
    var counts = new Counts(
        records,
        outcome.recordsLoaded(),
        outcome.recordsUnchanged(),
        allRejections.stream().mapToLong(Rejection::records).sum(),
        leaves,
        outcome.leavesStored(),
        outcome.leavesUnchanged(),
        outcome.leavesExtra() + extras.size(),
        allRejections.stream().mapToLong(Rejection::leaves).sum());
    var occurrences = new LinkedHashMap<Finding, Long>();
    warnings.values().forEach(warning -> occurrences.put(warning.first, warning.count));
    boolean nothingStored = counts.recordsRejected() > 0 && counts.recordsLoaded() + counts.recordsUnchanged() == 0;
    return nothingStored
        ? new Ending(claimed, FileState.REJECTED, counts, claimed.replayOf(), null, encoding,
            nothingStored(counts, allRejections.get(0).finding()), allRejections, occurrences, Map.of(), Map.of())
        : new Ending(claimed, FileState.COMPLETED, counts, replayOf, null, encoding, null, allRejections, occurrences,
            extras, references);
  }

  private static Finding nothingStored(Counts counts, Finding first) {
    return new Finding(first.code(), "None of the %d records could be stored; the first reason: %s"
        .formatted(counts.recordsIn(), first.what()), first.where(), first.value(), first.allowed(), first.maybe());
  }

  private static final class FirstAndCount {
    private final Finding first;
    private long count = 1;

    private FirstAndCount(Finding first) {
      this.first = first;
    }
  }
}
