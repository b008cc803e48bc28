package io.labroute.campaign.strategy;

import io.labroute.campaign.plan.PlanWord;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The strategies that there are: files of a folder that an administrator can edit. A plan names one by {@code strategy: {use: NAME}}. */
@Component
class Strategies implements PlanWord {

  /** Where they stand, in the project's folder. */
  static final Path FOLDER = Path.of("lab", "strategies");
  static final String WORD = "strategy";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public void check(TreeNode said) {
    settings(said);
  }

  /**
   * What a plan asks for.
   *
   * @throws Refusal {@code strategy.unknown}, or with the place of what is wrong
   */
  Settings settings(TreeNode said) {
    Fields asked = Fields.of(said);
    String name = asked.text("use");
    if (asked.has(WORD)) {
      throw Finding.of("strategy.name", "A strategy is asked for by its name under use.").at(asked.required(WORD).place()).refusal();
    }
    return Settings.read(Settings.merged(file(name, asked.required("use")), asked.node()));
  }

  private static Mapping file(String name, TreeNode where) {
    Path file = FOLDER.resolve(name + ".yaml").normalize();
    try {
      if (!FOLDER.equals(file.getParent()) || !Files.isRegularFile(file)) {
        throw Finding.of("strategy.unknown", "There is no such strategy.").at(where.place()).value(name).allowed(names())
            .maybe("it is misspelled, or has no file in lab/strategies.").refusal();
      }
      try (Reader text = Files.newBufferedReader(file)) {
        Mapping root = Fields.of(YamlTree.parse(text)).node();
        Settings settings = Settings.read(root);
        if (!settings.name().equals(name)) {
          throw Finding.of("strategy.name", "The file is not called after its strategy.").value(settings.name()).allowed(name)
              .maybe("it was copied, and its word 'strategy' was left.").refusal();
        }
        return root;
      }
    } catch (Refusal refusal) {
      Finding it = refusal.finding();
      throw it.code().equals("strategy.unknown") ? refusal
          : new Refusal(new Finding(it.code(), "%s: %s".formatted(file, it.what()), it.where(), it.value(), it.allowed(), it.maybe()));
    } catch (IOException unreadable) {
      throw Finding.of("strategy.unreadable", "The strategy cannot be read: " + unreadable).value(file.toString()).refusal();
    }
  }

  private static String names() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return "none: the folder lab/strategies is missing";
    }
    try (var files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - ".yaml".length())).sorted().collect(Collectors.joining(", "));
    }
  }
}
