package io.labroute.catalog;

import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Stores what a file states of simulation parameters: a record that differs from what is current becomes its next version,
 * one that is equal changes nothing, one that the file does not mention stays valid, with a warning.
 */
@Component
public class ParameterStore implements RecordStore<ParameterRecord> {

  private final ParameterRepository parameters;

  ParameterStore(ParameterRepository parameters) {
    this.parameters = parameters;
  }

  @Override
  public Load<ParameterRecord> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("parameters are loaded one file at a time, not " + files.size());
    }
    return new ParameterLoad(files.get(0));
  }

  private final class ParameterLoad implements Load<ParameterRecord> {

    private final SourceFile file;
    private final Map<ParameterSet, List<ParameterRecord>> recordsBySet = new LinkedHashMap<>();

    private ParameterLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, ParameterRecord record) {
      recordsBySet.computeIfAbsent(record.set(), set -> new ArrayList<>()).add(record);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<ParameterRecord> again) {
      long loaded = 0;
      long unchanged = 0;
      long leavesStored = 0;
      long leavesUnchanged = 0;
      long leavesExtra = 0;
      var warnings = new ArrayList<Finding>();
      for (var entry : recordsBySet.entrySet()) {
        Set<ParameterRecord> changed = parameters.store(file.ledgerId(), entry.getKey(), entry.getValue());
        for (ParameterRecord record : entry.getValue()) {
          if (changed.contains(record)) {
            loaded++;
            leavesStored += record.leaves();
            leavesExtra += record.extraLeaves();
          } else {
            unchanged++;
            leavesUnchanged += record.leaves() + record.extraLeaves();
          }
        }
        warnings.addAll(absent(entry.getKey(), entry.getValue()));
      }
      return Map.of(file, new Outcome(loaded, unchanged, leavesStored, leavesUnchanged, leavesExtra, List.of(), warnings));
    }

    private List<Finding> absent(ParameterSet set, List<ParameterRecord> stated) {
      var statedKeys = stated.stream().map(ParameterRecord::key).collect(Collectors.toSet());
      return parameters.currentKeys(set).stream()
          .filter(key -> !statedKeys.contains(key))
          .map(key -> Finding.of("parameters.absent",
                  "%s (%s) is not in this file; its current version stays valid."
                      .formatted(String.join(" / ", key), set.text())))
          .toList();
    }

    @Override
    public void close() {
      // Nothing is open: the records were only gathered.
    }
  }
}
