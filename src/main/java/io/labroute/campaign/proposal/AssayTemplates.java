package io.labroute.campaign.proposal;

import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The assays that there are templates for: files of a folder that an administrator can edit, one for each assay. */
public final class AssayTemplates {

  /** Where they stand, in the project's folder. */
  public static final Path FOLDER = Path.of("lab", "assays");

  private final Map<String, AssayTemplate> byAssay;

  private AssayTemplates(Map<String, AssayTemplate> byAssay) {
    this.byAssay = byAssay;
  }

  /**
   * Reads all {@code .yaml} files of a folder.
   *
   * @throws Refusal with file, line and column, when one is not as it should be
   */
  public static AssayTemplates read(Path folder) throws IOException {
    Map<String, AssayTemplate> templates = new TreeMap<>();
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.filter(file -> file.getFileName().toString().endsWith(".yaml")).sorted().toList();
    }
    for (Path file : files) {
      AssayTemplate template = template(file);
      templates.put(template.assay(), template);
    }
    return new AssayTemplates(templates);
  }

  private static AssayTemplate template(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      AssayTemplate template = AssayTemplate.read(YamlTree.parse(text));
      if (!file.getFileName().toString().equals(template.assay() + ".yaml")) {
        throw Finding.of("proposal.template-name", "The file is not called after its assay.").value(template.assay())
            .allowed(template.assay() + ".yaml").maybe("it was copied, and its word 'assay' was left.").refusal();
      }
      return template;
    } catch (Refusal refusal) {
      Finding it = refusal.finding();
      throw new Refusal(new Finding(it.code(), "%s: %s".formatted(file, it.what()), it.where(), it.value(), it.allowed(), it.maybe()));
    }
  }

  /**
   * The template of an assay.
   *
   * @throws Refusal {@code proposal.unknown-assay} at the proposal
   */
  AssayTemplate get(Proposal proposal) {
    AssayTemplate template = byAssay.get(proposal.assay());
    if (template == null) {
      throw Finding.of("proposal.unknown-assay", "There is no such assay.").at(proposal.placeOfAssay()).value(proposal.assay())
          .allowed(String.join(", ", byAssay.keySet())).maybe("it is misspelled, or has no file in lab/assays.").refusal();
    }
    return template;
  }

  boolean has(String assay) {
    return byAssay.containsKey(assay);
  }

  String names() {
    return String.join(", ", byAssay.keySet());
  }
}
