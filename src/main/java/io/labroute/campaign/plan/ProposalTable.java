package io.labroute.campaign.plan;

import io.labroute.campaign.plan.CampaignFile.Document;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.CsvTable;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.SpreadsheetText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Proposals of the next iteration as a table, in the columns in which results are told: so the results of an iteration, their doses
 * edited, can be dropped as the next one's proposals. Rows of controls are passed over, replicates of a proposal are one. The column
 * {@code iteration}, where there is one, names the iteration that the results are of.
 */
final class ProposalTable {

  private static final List<String> REQUIRED = List.of("campaign", "cell_line", "compound", "dose", "unit", "assay_type");
  private static final CsvLayout LAYOUT = new CsvLayout(REQUIRED, List.of("iteration", "role", "proposal", "run", "label", "plate", "well",
      "achieved", "replicate", "value", "relative", "mean", "sd", "n", "told"));
  private static final int CAMPAIGN = 0;
  private static final int CELL_LINE = 1;
  private static final int COMPOUND = 2;
  private static final int DOSE = 3;
  private static final int UNIT = 4;
  private static final int ASSAY = 5;
  private static final int ITERATION = 6;
  private static final int ROLE = 7;
  private static final int LONGEST_HEADER = 1 << 16;

  private final Intake<CampaignFile> intake;
  private final Map<List<String>, TreeNode> proposals = new LinkedHashMap<>();
  private String campaign = "";
  private String iteration = "";
  private Place first = Place.UNKNOWN;
  private int leaves;

  private ProposalTable(Intake<CampaignFile> intake) {
    this.intake = intake;
  }

  /** Whether a table speaks of cell lines, which transfers do not. */
  static boolean isOne(SourceFile source) throws IOException {
    try (var in = source.open()) {
      Reader text = TextEncoding.open(in, source.reading().charset()).reader();
      var header = new char[LONGEST_HEADER];
      int length = 0;
      for (int more = 0; more >= 0 && length < header.length; length += Math.max(0, more)) {
        more = text.read(header, length, header.length - length);
      }
      return new String(header, 0, length).lines().limit(2).anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("cell_line"));
    }
  }

  static void read(SourceFile source, Intake<CampaignFile> intake) throws IOException {
    var read = new ProposalTable(intake);
    try (var in = source.open()) {
      var text = TextEncoding.open(in, source.reading().charset());
      intake.encoding(text.encoding());
      try (var table = CsvTable.open(text.reader(), LAYOUT, intake::warn)) {
        for (CsvRow row = table.next(); row != null; row = table.next()) {
          read.add(row);
        }
      }
    }
    read.finish();
  }

  private void add(CsvRow row) {
    if (row.fault() != null) {
      throw row.fault().refusal();
    }
    leaves += row.leaves();
    if (!row.get(ROLE).isEmpty() && !row.get(ROLE).equals("sample")) {
      return;
    }
    if (proposals.isEmpty()) {
      campaign = required(row, CAMPAIGN);
      iteration = row.get(ITERATION);
      first = Place.line(row.line());
    } else if (!required(row, CAMPAIGN).equals(campaign) || !row.get(ITERATION).equals(iteration)) {
      throw Finding.of("iteration.several", "The rows are of several campaigns or iterations.").at(Place.line(row.line()))
          .value("%s, iteration %s".formatted(row.get(CAMPAIGN), row.get(ITERATION)))
          .allowed("%s, iteration %s".formatted(campaign, iteration)).maybe("two files were joined: split them.").refusal();
    }
    List<String> what = List.of(required(row, CELL_LINE), required(row, COMPOUND), required(row, DOSE) + " " + required(row, UNIT),
        required(row, ASSAY));
    proposals.computeIfAbsent(what, it -> {
      var at = Place.line(row.line());
      return new Mapping(at, List.of(text("cell_line", what.get(0), Place.field(row.line(), "cell_line")),
          text("compound", what.get(1), Place.field(row.line(), "compound")),
          text("dose", what.get(2), Place.field(row.line(), "dose")),
          text("assay_type", what.get(3), Place.field(row.line(), "assay_type"))));
    });
  }

  private static String required(CsvRow row, int column) {
    if (row.get(column).isBlank()) {
      throw Finding.of("iteration.value-missing", "A proposal lacks a value.").at(Place.field(row.line(), REQUIRED.get(column)))
          .maybe("delete the whole row if nothing is to be tested.").refusal();
    }
    return SpreadsheetText.read(row.get(column));
  }

  private void finish() {
    if (proposals.isEmpty()) {
      throw Finding.of("proposal.none", "The table has no proposal.").allowed("rows whose role is sample, or that have none").refusal();
    }
    var words = new ArrayList<Entry>();
    words.add(text("campaign", campaign, first));
    if (!iteration.isEmpty()) {
      words.add(new Entry("number", new Scalar(first, String.valueOf(next()), true)));
    }
    words.add(new Entry("proposals", new Sequence(first, List.copyOf(proposals.values()))));
    intake.leaves(leaves);
    intake.record(new Document(new Mapping(first, List.of(new Entry("iteration", new Mapping(first, List.copyOf(words))))), leaves));
  }

  private int next() {
    if (!iteration.matches("[1-9]\\d{0,5}")) {
      throw Finding.of("iteration.malformed", "This is no number of an iteration.").at(Place.field(first.line(), "iteration"))
          .value(iteration).allowed("a whole number from 1: the iteration whose results the table tells").refusal();
    }
    return Integer.parseInt(iteration) + 1;
  }

  private static Entry text(String word, String text, Place at) {
    return new Entry(word, new Scalar(at, text, false));
  }
}
