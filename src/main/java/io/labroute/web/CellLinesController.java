package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.catalog.CellLineRepository;
import io.labroute.catalog.CellLineRepository.Wanted;
import io.labroute.catalog.ProtocolForVessel;
import io.labroute.catalog.ProtocolScaling;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Cell lines", description = "Cell lines, their characteristics and protocols, and vessels")
class CellLinesController {

  private final CellLineRepository cellLines;
  private final ProtocolScaling protocols;

  CellLinesController(CellLineRepository cellLines, ProtocolScaling protocols) {
    this.cellLines = cellLines;
    this.protocols = protocols;
  }

  @GetMapping("/cell-lines")
  @Operation(summary = "Cell lines, by type, coating and cost")
  List<JsonNode> cellLines(@RequestParam(value = "cell_type", required = false) @Nullable String cellType,
      @RequestParam(value = "coating_required", required = false) @Nullable Boolean coatingRequired,
      @RequestParam(value = "coating_reagent", required = false) @Nullable String coatingReagent,
      @RequestParam(value = "cost_tier", required = false) @Nullable String costTier) {
    return cellLines.find(new Wanted(cellType, coatingRequired, coatingReagent, costTier));
  }

  @GetMapping("/cell-lines/{id}")
  @Operation(summary = "A cell line with its characteristics and protocols")
  JsonNode cellLine(@PathVariable String id) {
    return cellLines.describe(id).orElseThrow(() -> new Missing("There is no such cell line.", id));
  }

  @GetMapping("/cell-lines/{id}/stated")
  @Operation(summary = "A cell line as its source states it, put together again")
  JsonNode stated(@PathVariable String id) {
    return cellLines.stated(id).orElseThrow(() -> new Missing("There is no such cell line.", id));
  }

  @GetMapping("/cell-lines/{id}/history")
  @Operation(summary = "All versions of everything that was stated on a cell line, the newest first")
  List<JsonNode> history(@PathVariable String id) {
    var history = cellLines.history(id);
    if (history.isEmpty()) {
      throw new Missing("There is no such cell line.", id);
    }
    return history;
  }

  @GetMapping("/cell-lines/{id}/protocols/{process}")
  @Operation(summary = "How a process is done in a vessel", description =
      "As stated for the vessel; else scaled from the reference vessel by the ratio of growth areas, absolute volumes unchanged.")
  ProtocolForVessel protocol(@PathVariable String id, @Parameter(description = "passage, thaw, feed …") @PathVariable String process,
      @Parameter(description = "a vessel of the catalogue, or a flask's short name such as T75") @RequestParam String vessel) {
    return protocols.protocol(id, process, vessel);
  }

  @GetMapping("/vessels")
  @Operation(summary = "Flasks and plates: areas in square centimetres, volumes in millilitres")
  List<JsonNode> vessels() {
    return cellLines.vessels();
  }
}
