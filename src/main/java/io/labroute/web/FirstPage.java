package io.labroute.web;

import io.labroute.ingest.FileRepository;
import io.labroute.ingest.InboxSurvey;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page on which files arrive and end. */
@Controller
class FirstPage {

  private static final int FILES = 50;
  private static final int WARNINGS = 20;

  private final FileRepository files;
  private final InboxSurvey inbox;

  FirstPage(FileRepository files, InboxSurvey inbox) {
    this.files = files;
    this.inbox = inbox;
  }

  @GetMapping("/")
  String page(Model model) {
    fill(model);
    return "files";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/files/now")
  String now(Model model) {
    fill(model);
    return "files :: now";
  }

  @GetMapping("/files/one")
  String one(@RequestParam long id, Model model) {
    model.addAttribute("file", files.find(id).orElseThrow(() -> new Missing("There is no such file.", id)));
    model.addAttribute("rejects", files.rejects(id, WARNINGS * 5));
    model.addAttribute("warnings", files.warnings(id, null, WARNINGS * 5));
    return "file";
  }

  private void fill(Model model) {
    model.addAttribute("folders", inbox.look());
    model.addAttribute("counts", files.counts());
    model.addAttribute("files", files.find(null, null, null, FILES));
    model.addAttribute("warnings", files.warnings(null, null, WARNINGS));
  }
}
