package io.labroute.web;

import io.labroute.catalog.CellLineRepository;
import io.labroute.catalog.CellLineRepository.Wanted;
import io.labroute.platform.JsonText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of cell lines: all of them, and one with its protocols and its history. */
@Controller
class CellLinePages {

  private final CellLineRepository cellLines;
  private final JsonText json;

  CellLinePages(CellLineRepository cellLines, JsonText json) {
    this.cellLines = cellLines;
    this.json = json;
  }

  @GetMapping("/cell-lines")
  String all(Model model) {
    model.addAttribute("lines",
        cellLines.find(new Wanted(null, null, null, null)).stream().map(json::map).toList());
    return "cell-lines";
  }

  @GetMapping("/cell-lines/one")
  String one(@RequestParam String id, Model model) {
    model.addAttribute("line", json.map(cellLines.describe(id)
        .orElseThrow(() -> new Missing("There is no such cell line.", id))));
    model.addAttribute("history", cellLines.history(id).stream().map(json::map).toList());
    return "cell-line";
  }
}
