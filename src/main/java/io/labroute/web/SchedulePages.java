package io.labroute.web;

import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import io.labroute.execution.job.Jobs;
import io.labroute.lab.Finding;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of what is planned: the jobs of all open runs, what is held and what waits, and what people can say about them. */
@Controller
class SchedulePages {

  private final Jobs jobs;

  SchedulePages(Jobs jobs) {
    this.jobs = jobs;
  }

  @GetMapping("/schedule")
  String all(Model model) {
    fill(model);
    return "schedule";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/schedule/now")
  String now(Model model) {
    fill(model);
    return "schedule :: now";
  }

  private void fill(Model model) {
    List<Job> open = jobs.open();
    model.addAttribute("jobs", open);
    model.addAttribute("held", open.stream().filter(job -> job.held() != null || job.state() == JobState.FAILED).toList());
  }

  /** What a button does. */
  @PostMapping("/schedule/say")
  String say(@RequestParam UUID id, @RequestParam String word) {
    switch (word) {
      case "hold" -> jobs.hold(id, null, Caller.NAME);
      case "resume" -> jobs.resume(id, Caller.NAME);
      case "skip" -> jobs.skip(id, null, Caller.NAME);
      case "retry" -> jobs.retry(id, null, Caller.NAME);
      case "abort" -> jobs.abort(id, null, Caller.NAME);
      default -> throw Finding.of("job.word", "Nothing of this kind can be said of a job.").value(word)
          .allowed("hold, resume, skip, retry, abort").refusal();
    }
    return "redirect:/schedule";
  }
}
