package io.labroute.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON document strictly (RFC 8259): no duplicate keys, nothing after it, limited depth and size. Only the texts
 * NaN and Infinity, which some writers put for numbers, are let through, so that the reader of a kind can refuse their record
 * alone.
 */
public final class JsonTree {

  private static final int DEEPEST = YamlEvents.DEEPEST;
  private static final int MOST_NODES = 2_000_000;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST + 1).maxNumberLength(LONGEST_TEXT)
          .maxStringLength(LONGEST_TEXT).maxNameLength(1_000).maxDocumentLength(256L << 20).build())
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
      .build();

  private final JsonParser parser;
  private int nodes;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The root of the only document of a text.
   *
   * @throws Refusal with line and column, when it is no such document
   * @throws UncheckedIOException when the text could not be read, which is no fault of the text
   */
  public static TreeNode parse(Reader text) {
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw Finding.of("json.empty", "The file is empty.").refusal();
      }
      TreeNode root = new JsonTree(parser).node("", 1);
      if (parser.nextToken() != null) {
        throw Finding.of("json.several-documents", "The file holds more than one document.")
            .at(place(parser.currentTokenLocation(), "")).maybe("two files were joined: split them.").refusal();
      }
      return root;
    } catch (JsonProcessingException syntax) {
      throw Finding.of("json.syntax", "This is not JSON: " + syntax.getOriginalMessage())
          .at(place(syntax.getLocation(), "")).maybe("the file was cut off, or is of another kind.").refusal();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private TreeNode node(String pointer, int depth) throws IOException {
    Place place = place(parser.currentTokenLocation(), pointer);
    if (++nodes > MOST_NODES) {
      throw Finding.of("json.too-many-values", "The file holds too many values.").at(place)
          .allowed("at most " + MOST_NODES).maybe("split the file.").refusal();
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(place, pointer, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      var items = new ArrayList<TreeNode>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(pointer + "/" + items.size(), depth + 1));
      }
      return new Sequence(place, List.copyOf(items));
    }
    String text = parser.getText();
    if (token == JsonToken.VALUE_STRING) {
      text = YamlTree.storable(text, place);
    }
    return new Scalar(place, text, token != JsonToken.VALUE_STRING);
  }

  private Mapping object(Place place, String pointer, int depth) throws IOException {
    Map<String, Long> lines = new HashMap<>();
    var entries = new ArrayList<Mapping.Entry>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place at = place(parser.currentTokenLocation(), pointer);
      String key = YamlTree.storable(parser.currentName(), at);
      Long earlier = lines.put(key, at.line());
      if (earlier != null) {
        throw Finding.of("json.duplicate-key", "The key stands here for the second time; the first is in line %d."
            .formatted(earlier)).at(at).value(key).maybe("two versions were merged: keep the one that is right.").refusal();
      }
      parser.nextToken();
      entries.add(new Mapping.Entry(key, node(pointer + "/" + YamlTree.escaped(key), depth + 1)));
    }
    return new Mapping(place, List.copyOf(entries));
  }

  private static Place place(JsonLocation location, String pointer) {
    return location == null ? Place.UNKNOWN
        : Place.pointer(pointer, location.getLineNr(), Math.max(1, location.getColumnNr()));
  }
}
