package io.labroute.web;

import io.labroute.execution.OutcomeDesk;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.TransferOutcome;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistAnswers.Wanted;
import io.labroute.execution.WorklistState;
import io.labroute.lab.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of worklists: all of them, live, and one with its transfers and what waits for a person. */
@Controller
class WorklistPages {

  private static final int WORKLISTS = 200;

  private final WorklistAnswers worklists;
  private final ReleaseDesk desk;
  private final OutcomeDesk runs;

  WorklistPages(WorklistAnswers worklists, ReleaseDesk desk, OutcomeDesk runs) {
    this.worklists = worklists;
    this.desk = desk;
    this.runs = runs;
  }

  @GetMapping("/worklists")
  String all(Model model) {
    fill(model);
    return "worklists";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/worklists/now")
  String now(Model model) {
    fill(model);
    return "worklists :: now";
  }

  private void fill(Model model) {
    model.addAttribute("worklists", worklists.find(new Wanted(null, null, null), WORKLISTS));
  }

  @GetMapping("/worklists/one")
  String one(@RequestParam UUID id, Model model) {
    model.addAttribute("w", worklists.find(id).orElseThrow(() -> new Missing("There is no such worklist.", id)));
    model.addAttribute("transfers", worklists.transfers(id));
    model.addAttribute("history", worklists.history(id));
    return "worklist";
  }

  /** What a button does; the page is shown anew, or tells why it was refused. */
  @PostMapping("/worklists/one")
  String act(@RequestParam UUID id, @RequestParam String act, @RequestParam(defaultValue = "") String reason,
      @RequestParam(required = false) @Nullable Integer number, Model model, HttpServletResponse answer) {
    try {
      switch (act) {
        case "withdraw" -> desk.withdraw(id, Caller.NAME, reason);
        case "remainder" -> runs.releaseRemainder(id, Caller.NAME);
        case "done", "undone" -> runs.decide(id, number == null ? List.of() : List.of(number),
            ReleasedWorklistsController.choice(TransferOutcome.class, act), Caller.NAME);
        default -> runs.acknowledge(id, ReleasedWorklistsController.choice(WorklistState.class, act), Caller.NAME,
            reason.isBlank() ? null : reason);
      }
      answer.setHeader("HX-Refresh", "true");
      model.addAttribute("told", "");
    } catch (Refusal refusal) {
      model.addAttribute("told", refusal.finding().text());
    }
    return "worklist :: told";
  }
}
