package io.labroute.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Worklists, tried over REST. */
class WorklistsIT extends EngineTest {

  @Test
  void aPlanIsTriedAndItsFileLinted() throws IOException {
    JsonNode good = tried("/api/worklists/dry-run", Files.readString(Path.of("samples/worklists/viability.yaml")));
    assertThat(good.path("errors")).isEmpty();
    assertThat(good.at("/lines/0").textValue()).isEqualTo("C;viability screen");
    assertThat(good.at("/manifest/usage/tips").intValue()).isEqualTo(7);
    assertThat(good.at("/manifest/after/Assay~1A2/substances/vemurafenib").textValue()).isEqualTo("1.66667 mM");
    assertThat(good.path("loading_sheet").textValue()).contains("A1: at least 95.00 uL");

    JsonNode bad = tried("/api/worklists/dry-run", "{\"worklist\": {\"for\": \"tecan\"}, \"labware\": [], \"steps\": [{\"operation\": \"fly\"}]}");
    assertThat(bad.at("/errors/0/code").textValue()).isEqualTo("worklist.unknown-operation");
    assertThat(bad.path("lines")).isEmpty();

    JsonNode lint = tried("/api/worklists/lint?name=x.gwl&dialect=EVO", "D;P;;;1;;10.00;;;;\n");
    assertThat(lint.at("/0/code").textValue()).isEqualTo("worklist.dispense-without-aspirate");
  }

  private JsonNode tried(String path, String text) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_OCTET_STREAM);
    return rest.postForObject(path, new HttpEntity<>(text.getBytes(StandardCharsets.UTF_8), headers), JsonNode.class);
  }
}
