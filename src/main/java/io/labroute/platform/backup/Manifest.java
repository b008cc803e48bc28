package io.labroute.platform.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds.
 *
 * @param format of the archive; this release writes and reads {@value #FORMAT}
 * @param release that made the archive; null when it was not run as a jar
 * @param schemaVersion the product's last migration
 * @param siteVersion the lab's own last migration; null without any
 * @param missing hashes of originals that were not in the content folder any more
 */
public record Manifest(int format, @Nullable String release, Instant createdAt, String postgresql, String schemaVersion,
    @Nullable String siteVersion, List<Table> tables, List<Original> originals, List<String> missing,
    List<Sequence> sequences) {

  static final int FORMAT = 1;

  /** Of its own, because archives outlive what the engine's REST answers look like. */
  private static final ObjectMapper JSON = JsonMapper.builder().findAndAddModules()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  /**
   * The rows of a table, in the text format of COPY.
   *
   * @param name schema and name, quoted where that is needed; so with the columns
   * @param entry its entry in the archive
   */
  public record Table(String name, List<String> columns, String entry, long rows, long bytes, String sha256) {}

  /**
   * An original that is too large for the database.
   *
   * @param sha256 the hash that it was kept under, which names its entry
   * @param found the hash of what was in the folder when the archive was made
   */
  public record Original(String sha256, String found, long bytes) {

    static String entryOf(String sha256) {
      return "originals/" + sha256;
    }

    String entry() {
      return entryOf(sha256);
    }

    boolean isIntact() {
      return found.equals(sha256);
    }
  }

  /** How far a sequence had come; null when it was never used. */
  public record Sequence(String name, @Nullable Long lastValue) {}

  /** The format of a manifest, whatever else it says; 0 when it says none. */
  static int formatOf(byte[] text) throws IOException {
    JsonNode tree = JSON.readTree(text);
    return tree.path("format").asInt();
  }

  static Manifest parse(byte[] text) throws IOException {
    return JSON.readValue(text, Manifest.class);
  }

  byte[] text() throws JsonProcessingException {
    return JSON.writeValueAsBytes(this);
  }

  /** How many rows there are in all. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  /** How many large originals restoring brings back. */
  public long intactOriginals() {
    return originals.stream().filter(Original::isIntact).count();
  }

  /** Hashes of the originals that were missing or damaged when the archive was made: restoring does not bring them back. */
  public List<String> lost() {
    var damaged = originals.stream().filter(original -> !original.isIntact()).map(Original::sha256);
    return Stream.concat(missing.stream(), damaged).toList();
  }
}
