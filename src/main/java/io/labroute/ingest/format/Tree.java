package io.labroute.ingest.format;

import io.labroute.ingest.SourceFile;
import io.labroute.lab.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a tree.
 *
 * @param root its root
 * @param encoding how it was encoded, for the record
 */
public record Tree(TreeNode root, String encoding) {

  private static final int LOOK_AHEAD = 1 << 12;

  /**
   * Reads a file as JSON if it begins like JSON, else as YAML.
   *
   * @throws Refusal when it is neither
   */
  public static Tree read(SourceFile source) throws IOException {
    try (var in = source.open()) {
      return read(in, source.reading().charset());
    }
  }

  /**
   * Reads a stream as JSON if it begins like JSON, else as YAML.
   *
   * @param declared the charset of files without byte order mark; null for UTF-8
   */
  public static Tree read(InputStream in, @Nullable Charset declared) throws IOException {
    var text = TextEncoding.open(in, declared);
    var reader = new BufferedReader(text.reader(), LOOK_AHEAD);
    return new Tree(beginsLikeJson(reader) ? JsonTree.parse(reader) : YamlTree.parse(reader), text.encoding());
  }

  /** An opening brace and then a quoted name: without quotes it is YAML in braces. */
  private static boolean beginsLikeJson(Reader text) throws IOException {
    text.mark(LOOK_AHEAD);
    var start = new StringBuilder();
    for (int n = 1, c = text.read(); n < LOOK_AHEAD && c != -1 && start.length() < 2; n++, c = text.read()) {
      if (!Character.isWhitespace(c)) {
        start.append((char) c);
      }
    }
    text.reset();
    return start.toString().equals("{\"") || start.toString().equals("{}");
  }
}
