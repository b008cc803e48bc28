package io.labroute.worklist;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.ParsedFile;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of labware of a file that an administrator can edit, by name. */
public record LabwareTypes(Map<String, Type> byName) {

  /** Where they stand, in the project's folder. */
  public static final Path FILE = Path.of("lab", "labware.yaml");

  private static final ParsedFile<LabwareTypes> PARSED = new ParsedFile<>(LabwareTypes::parse);
  private static final Set<String> WORDS = Set.of("kind", "rows", "columns", "dead", "maximum");

  /** A kind of labware: its wells, what cannot be drawn from one, and what it holds. */
  public record Type(Labware.Shape shape, Volume dead, @Nullable Volume maximum) {}

  private enum Form {
    PLATE,
    TROUGH,
    TUBE
  }

  /**
   * Reads them.
   *
   * @throws io.labroute.lab.Refusal with line and column, when one is not as it should be
   */
  public static LabwareTypes read(Path file) throws IOException {
    return PARSED.read(file);
  }

  private static LabwareTypes parse(Reader text) {
    Map<String, Type> types = new TreeMap<>();
    Fields.of(YamlTree.parse(text)).node().entries()
        .forEach(entry -> types.put(entry.key(), type(Fields.of(entry.value(), WORDS))));
    return new LabwareTypes(Collections.unmodifiableMap(types));
  }

  /** A kind from its words, which a plan may also state by itself. */
  static Type type(Fields fields) {
    int rows = fields.number("rows", 8, 1, 32);
    int columns = fields.number("columns", 12, 1, 48);
    Labware.Shape shape = switch (fields.choice("kind", Form.class, Form.PLATE)) {
      case PLATE -> new Labware.Plate(rows, columns);
      case TROUGH -> new Labware.Trough(rows, columns);
      case TUBE -> new Labware.Tube();
    };
    Volume dead = fields.volumeOrNull("dead");
    return new Type(shape, dead == null ? Volume.ZERO : dead, fields.volumeOrNull("maximum"));
  }

  /**
   * A kind by name.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.unknown-labware-type}
   */
  public Type get(String name) {
    Type type = byName.get(name);
    if (type == null) {
      throw Finding.of("worklist.unknown-labware-type", "There is no such kind of labware.").value(name)
          .allowed(String.join(", ", byName.keySet())).maybe("it is misspelled, or not declared in lab/labware.yaml.").refusal();
    }
    return type;
  }
}
