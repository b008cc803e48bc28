package io.labroute.worklist.table;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.worklist.table.TableProfile.Column;
import io.labroute.worklist.table.TableProfile.Field;
import io.labroute.worklist.table.TableProfile.Positions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The profiles of a file that an administrator can edit.
 *
 * @param worklists what devices read, by name
 * @param reports what devices write about a run, by name
 */
public record TableProfiles(Map<String, TableProfile> worklists, Map<String, ReportProfile> reports) {

  /** Where they stand, in the project's folder. */
  public static final Path FILE = Path.of("lab", "table-profiles.yaml");

  private static final int MOST_ROWS = 1_000_000;
  private static final Set<String> WORDS =
      Set.of("columns", "preamble", "no-header", "separator", "decimal", "decimals", "unit", "positions", "most-rows");
  private static final Set<String> WORDS_OF_REPORT = Set.of("columns", "separator", "decimal", "unit", "done", "undone");

  /**
   * Reads them.
   *
   * @throws Refusal with line and column, when one is not as it should be
   */
  public static TableProfiles read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      Fields root = Fields.of(YamlTree.parse(text), Set.of("worklists", "reports"));
      Map<String, TableProfile> worklists = new TreeMap<>();
      entries(root, "worklists").forEach((name, node) -> worklists.put(name, worklist(name, Fields.of(node, WORDS))));
      Map<String, ReportProfile> reports = new TreeMap<>();
      entries(root, "reports").forEach((name, node) -> reports.put(name, report(name, Fields.of(node, WORDS_OF_REPORT))));
      return new TableProfiles(worklists, reports);
    }
  }

  /**
   * A profile by name.
   *
   * @throws Refusal {@code worklist.unknown-profile}
   */
  public TableProfile worklist(String name) {
    return known(worklists, name);
  }

  /** As {@link #worklist(String)}, of reports. */
  public ReportProfile report(String name) {
    return known(reports, name);
  }

  private static <T> T known(Map<String, T> profiles, String name) {
    T profile = profiles.get(name);
    if (profile == null) {
      throw Finding.of("worklist.unknown-profile", "There is no such profile.").value(name)
          .allowed(String.join(", ", profiles.keySet())).refusal();
    }
    return profile;
  }

  private static Map<String, TreeNode> entries(Fields fields, String word) {
    Map<String, TreeNode> entries = new LinkedHashMap<>();
    if (fields.has(word)) {
      Fields.of(fields.required(word)).node().entries().forEach(entry -> entries.put(entry.key(), entry.value()));
    }
    return entries;
  }

  private static TableProfile worklist(String name, Fields fields) {
    List<Column> columns = fields.items("columns").stream().map(TableProfiles::column).toList();
    if (columns.isEmpty()) {
      throw fields.wrong("A profile needs columns.", name);
    }
    return new TableProfile(name, fields.texts("preamble"), !fields.flag("no-header", false), columns, sign(fields, "separator", ","),
        sign(fields, "decimal", "."), fields.number("decimals", 2, 0, 6), isNanolitres(fields),
        fields.choice("positions", Positions.class, Positions.NAME), fields.number("most-rows", MOST_ROWS, 1, MOST_ROWS));
  }

  private static Column column(TreeNode node) {
    Fields fields = Fields.of(node, Set.of("header", "field"));
    return new Column(fields.text("header"), Fields.choice(fields.required("field"), Field.class));
  }

  private static ReportProfile report(String name, Fields fields) {
    Map<String, String> columns = new LinkedHashMap<>();
    entries(fields, "columns").forEach((field, node) -> columns.put(field, Fields.scalar(node).text()));
    List<String> missing = ReportProfile.NEEDED.stream().filter(field -> !columns.containsKey(field)).toList();
    if (!missing.isEmpty()) {
      throw fields.wrong("A report's profile needs more columns.", String.join(", ", missing));
    }
    return new ReportProfile(name, columns, sign(fields, "separator", ","), sign(fields, "decimal", "."), isNanolitres(fields),
        lower(fields.texts("done")), lower(fields.texts("undone")));
  }

  private static Set<String> lower(List<String> words) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static boolean isNanolitres(Fields fields) {
    String unit = fields.text("unit", "uL");
    if (!unit.equals("uL") && !unit.equals("nL")) {
      throw fields.wrong("Volumes are in uL or nL.", unit);
    }
    return unit.equals("nL");
  }

  private static char sign(Fields fields, String word, String usual) {
    String text = fields.text(word, usual);
    if (text.length() != 1) {
      throw fields.wrong("One character is expected.", text);
    }
    return text.charAt(0);
  }
}
