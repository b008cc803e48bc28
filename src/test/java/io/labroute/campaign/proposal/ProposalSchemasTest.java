package io.labroute.campaign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.labroute.ingest.format.TreeAsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What editors are told of proposals and templates is what the engine reads. */
class ProposalSchemasTest {

  private static final Path SAMPLE = Path.of("samples", "campaigns", "dose-response.yaml");

  private static JsonSchema schema(String name) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(Path.of("schemas", name)));
  }

  static Stream<Path> templates() throws IOException {
    return Files.list(AssayTemplates.FOLDER);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void theTemplatesThatComeWithTheProductAreOfTheirSchema(Path file) throws IOException {
    assertThat(schema("assay.schema.json").validate(TreeAsJson.json(Bench.yaml(Files.readString(file))))).isEmpty();
  }

  /** What in the sample is replaced by what. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "replicates: 3 | replicates: 3 | true",
      "dose: 10 uM, assay_type | dose: 10, assay_type | false",
      "dose: 10 uM, assay_type | dose: -10 uM, assay_type | false",
      "dose: 10 uM, assay_type | dosis: 10 uM, assay_type | false",
      "replicates: 3 | replicates: 0 | false",
      "replicates: 3 | edge: somehow | false",
      "role: blank | role: empty | false",
      "well: A1 | hole: A1 | false"})
  void theSampleIsOfTheSchemaOfCampaignsAndItsMistakesAreNot(String text, String other, boolean valid) throws IOException {
    String sample = Files.readString(SAMPLE);
    assertThat(sample).contains(text);
    assertThat(schema("campaigns.schema.json").validate(TreeAsJson.json(Bench.yaml(sample.replace(text, other)))).isEmpty())
        .isEqualTo(valid);
  }
}
