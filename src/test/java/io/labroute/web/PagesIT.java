package io.labroute.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every page that people can come to from the first one opens, whether there is anything to show or not. */
class PagesIT extends EngineTest {

  private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");

  private String page(String path) {
    var answer = rest.getForEntity(path, String.class);
    assertThat(answer.getStatusCode().value()).as(path).isEqualTo(200);
    return answer.getBody();
  }

  private List<String> links(String page) {
    return LINK.matcher(page).results().map(link -> link.group(1)).filter(link -> !link.endsWith(".css")).distinct().toList();
  }

  @Test
  void allLinksOfTheHeaderOpen() {
    List<String> links = links(page("/"));

    assertThat(links).contains("/campaigns", "/runs", "/schedule", "/worklists", "/devices", "/routes");
    links.forEach(this::page);
  }

  @Test
  void pagesOfARunOpenWithItsTitle() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/handlers.yaml"));
    drop("containers", "plates.csv", Path.of("samples/containers/campaign.csv"));
    drop("campaigns", "plan.yaml", Path.of("samples/campaigns/viability.yaml"));

    assertThat(page("/runs")).contains("<title>Labroute: runs</title>", "VIAB-2026-11.1");
    assertThat(page("/runs/one?id=VIAB-2026-11.1")).contains("<title>Labroute: run VIAB-2026-11.1</title>");
    assertThat(page("/campaigns/one?id=VIAB-2026-11")).contains("<title>Labroute: campaign VIAB-2026-11</title>");
    assertThat(page("/containers/one?barcode=STOCK-01")).contains("<title>Labroute: STOCK-01</title>");
    links(page("/devices")).forEach(this::page);
  }
}
