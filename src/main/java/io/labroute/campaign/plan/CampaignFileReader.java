package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignFile.Document;
import io.labroute.campaign.plan.CampaignFile.TransfersFile;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.CsvTable;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tells plans, runs and iterations (trees) from tables of transfers or proposals, by the ending {@code .csv} and the header. */
final class CampaignFileReader {

  private static final List<String> WORDS = List.of("campaign", "run", "iteration");
  private static final CsvLayout TRANSFERS = new CsvLayout(List.of("from", "to", "volume"), List.of("liquid_class"));
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int VOLUME = 2;
  private static final int LIQUID_CLASS = 3;

  private CampaignFileReader() {}

  static void read(SourceFile source, Intake<CampaignFile> intake) throws IOException {
    if (source.name().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      if (ProposalTable.isOne(source)) {
        ProposalTable.read(source, intake);
      } else {
        readTransfers(source, intake);
      }
      return;
    }
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    boolean known = tree.root() instanceof Mapping root && WORDS.stream().anyMatch(word -> root.get(word).isPresent());
    if (!known) {
      throw Finding.of("campaign.wrong-kind", "The file is no plan, no run and no iteration.").at(tree.root().place())
          .allowed("a mapping with campaign, with run, or with iteration").maybe("it belongs into another folder.").refusal();
    }
    int leaves = Leaves.count(tree.root());
    intake.leaves(leaves);
    intake.record(new Document((Mapping) tree.root(), leaves));
  }

  /** All rows or none: a plan that lost a transfer would be another plan. */
  private static void readTransfers(SourceFile source, Intake<CampaignFile> intake) throws IOException {
    ArrayNode transfers = JsonNodeFactory.instance.arrayNode();
    int leaves = 0;
    try (var in = source.open()) {
      var text = TextEncoding.open(in, source.reading().charset());
      intake.encoding(text.encoding());
      try (var table = CsvTable.open(text.reader(), TRANSFERS, intake::warn)) {
        for (CsvRow row = table.next(); row != null; row = table.next()) {
          if (row.fault() != null) {
            throw row.fault().refusal();
          }
          leaves += row.leaves();
          transfers.add(transfer(row));
        }
      }
    }
    intake.leaves(leaves);
    intake.record(new TransfersFile(source.name(), transfers, leaves));
  }

  private static ObjectNode transfer(CsvRow row) {
    var transfer = JsonNodeFactory.instance.objectNode();
    transfer.put("from", required(row, FROM)).put("to", required(row, TO));
    String volume = required(row, VOLUME);
    try {
      Volume.parse(volume);
    } catch (Refusal refusal) {
      throw refusal.finding().at(Place.field(row.line(), "volume")).refusal();
    }
    transfer.put("volume", volume);
    if (!row.get(LIQUID_CLASS).isEmpty()) {
      transfer.put("liquid_class", row.get(LIQUID_CLASS));
    }
    return transfer;
  }

  private static String required(CsvRow row, int column) {
    if (row.get(column).isBlank()) {
      throw Finding.of("campaign.transfer", "A transfer lacks a value.")
          .at(Place.field(row.line(), TRANSFERS.columns().get(column))).allowed("such as Compounds/A1, Assay/B2, 10 uL").refusal();
    }
    return row.get(column);
  }
}
