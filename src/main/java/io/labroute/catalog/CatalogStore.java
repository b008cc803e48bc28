package io.labroute.catalog;

import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Stores what a file states: a record that differs from what is current becomes its next version,
 * one that is equal changes nothing, one that the file does not mention stays valid, with a warning.
 */
@Component
public class CatalogStore implements RecordStore<CatalogRecord> {

  private final CatalogRepository catalog;

  CatalogStore(CatalogRepository catalog) {
    this.catalog = catalog;
  }

  @Override
  public Load<CatalogRecord> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("versioned records are loaded one file at a time, not " + files.size());
    }
    return new ParameterLoad(files.get(0));
  }

  private final class ParameterLoad implements Load<CatalogRecord> {

    private final SourceFile file;
    private final Map<CatalogSet, List<CatalogRecord>> recordsBySet = new LinkedHashMap<>();
    private final Map<CatalogSet, Set<List<String>>> statedBySet = new HashMap<>();

    private ParameterLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, CatalogRecord record) {
      recordsBySet.computeIfAbsent(record.set(), set -> new ArrayList<>()).add(record);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<CatalogRecord> again) {
      long loaded = 0;
      long unchanged = 0;
      long leavesStored = 0;
      long leavesUnchanged = 0;
      long leavesExtra = 0;
      var warnings = new ArrayList<Finding>();
      for (var entry : recordsBySet.entrySet()) {
        Set<CatalogRecord> changed = catalog.store(file.ledgerId(), entry.getKey(), entry.getValue());
        for (CatalogRecord record : entry.getValue()) {
          if (changed.contains(record)) {
            loaded++;
            leavesStored += record.leaves();
            leavesExtra += record.extraLeaves();
          } else {
            unchanged++;
            leavesUnchanged += record.leaves() + record.extraLeaves();
          }
        }
      }
      warnings.addAll(absent());
      return Map.of(file, new Outcome(loaded, unchanged, leavesStored, leavesUnchanged, leavesExtra, List.of(), warnings));
    }

    /** Records that the file does not mention; where a parent is not mentioned, it speaks for all that belongs to it. */
    private List<Finding> absent() {
      return Arrays.stream(CatalogSet.values())
          .filter(set -> recordsBySet.containsKey(set.parent().orElse(set)))
          .flatMap(set -> catalog.currentKeys(set).stream()
              .filter(key -> !stated(set).contains(key) && set.parent()
                  .map(parent -> stated(parent).contains(key.subList(0, parent.keys().size()))).orElse(true))
              .map(key -> Finding.of("catalog.absent", "%s (%s) is not in this file; its current version stays valid."
                  .formatted(String.join(" / ", key), set.text()))))
          .toList();
    }

    private Set<List<String>> stated(CatalogSet set) {
      return statedBySet.computeIfAbsent(set, it -> recordsBySet.getOrDefault(it, List.of()).stream()
          .map(CatalogRecord::key).collect(Collectors.toSet()));
    }

    @Override
    public void close() {
      // Nothing is open: the records were only gathered.
    }
  }
}
