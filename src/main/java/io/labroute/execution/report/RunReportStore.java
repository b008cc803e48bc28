package io.labroute.execution.report;

import io.labroute.execution.RunReports;
import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.worklist.RunReport.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Hands the lines of a report on, all at once; what is not taken of them is rejected. */
@Component
class RunReportStore implements RecordStore<ReportLine> {

  private static final int HEAD = 4_096;

  private final RunReports reports;

  RunReportStore(RunReports reports) {
    this.reports = reports;
  }

  @Override
  public Load<ReportLine> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("reports are loaded one file at a time, not " + files.size());
    }
    return new ReportLoad(files.get(0));
  }

  private final class ReportLoad implements Load<ReportLine> {

    private final SourceFile file;
    private final List<ReportLine> lines = new ArrayList<>();

    private ReportLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, ReportLine line) {
      lines.add(line);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<ReportLine> again) {
      var taken = reports.take(lines.stream().map(ReportLine::entry).toList(), file.name(), head(), file.ledgerId());
      Set<Entry> unchanged = new HashSet<>(taken.unchanged());
      var rejections = new ArrayList<Rejection>();
      long stored = 0;
      long leavesStored = 0;
      long leavesUnchanged = 0;
      for (ReportLine line : lines) {
        var fault = taken.faults().get(line.entry());
        if (fault != null) {
          rejections.add(Rejection.ofOne(fault, line.leaves()));
        } else if (unchanged.contains(line.entry())) {
          leavesUnchanged += line.leaves();
        } else {
          stored++;
          leavesStored += line.leaves();
        }
      }
      return Map.of(file, new Outcome(stored, lines.size() - stored - rejections.size(), leavesStored, leavesUnchanged, 0, rejections,
          List.of()));
    }

    private String head() {
      try {
        String text = RunReportsReader.text(file, encoding -> { });
        return text.substring(0, Math.min(HEAD, text.length()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      // Nothing is open: the lines were only gathered.
    }
  }
}
