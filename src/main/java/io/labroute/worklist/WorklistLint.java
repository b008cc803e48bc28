package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.worklist.echo.EchoPicklist;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TableLint;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.GwlLint;
import io.labroute.worklist.tecan.TecanProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lints a worklist of any of the formats, by its name and its first line. */
public final class WorklistLint {

  private final TableProfiles tables;

  public WorklistLint(TableProfiles tables) {
    this.tables = tables;
  }

  /**
   * All findings, by line.
   *
   * @param name of the file: {@code .gwl} is Tecan's
   * @param tecan how a Tecan's file is read
   * @param plan what the file should be; null when that is not known
   * @throws io.labroute.lab.Refusal {@code worklist.unknown-format}
   */
  public List<Finding> findings(String name, byte[] bytes, TecanProfile tecan, @Nullable WorklistPlan plan) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    var findings = new ArrayList<>(ofFormat(name, text, tecan, plan == null ? null : plan.deck()));
    if (plan != null) {
      List<String> planned = plan.write().lines();
      List<String> there = text.lines().toList();
      for (int line = 0; line < Math.max(planned.size(), there.size()); line++) {
        String should = line < planned.size() ? planned.get(line) : null;
        String is = line < there.size() ? there.get(line) : null;
        if (should == null || !should.equals(is)) {
          findings.add(Finding.of("worklist.differs-from-plan", "The file is not what the plan makes.").at(Place.line(line + 1L))
              .value(is).allowed(should == null ? "no such line" : should));
          break;
        }
      }
    }
    return findings;
  }

  private List<Finding> ofFormat(String name, String text, TecanProfile tecan, @Nullable Deck deck) {
    if (name.toLowerCase(Locale.ROOT).endsWith(".gwl")) {
      return GwlLint.findings(text, tecan, deck);
    }
    var profile = TableLint.profileOf(text, tables.worklists().values());
    if (profile.isPresent()) {
      return TableLint.findings(text, profile.get());
    }
    String header = text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    if (header.contains("source well") && header.contains("transfer volume")) {
      return EchoPicklist.lint(text, EchoProfile.USUAL);
    }
    throw Finding.of("worklist.unknown-format", "The file is of no known format.").value(name)
        .allowed("a name that ends in .gwl, a picklist, or a table of a profile in lab/table-profiles.yaml")
        .maybe("its first line is not the heading that the profile states.").refusal();
  }
}
