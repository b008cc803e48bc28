package io.labroute.web;

import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import io.labroute.execution.job.Jobs;
import io.labroute.execution.planning.Schedules;
import io.labroute.lab.Finding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  private static final Duration SHOWN = Duration.ofHours(24);
  private static final int MOST = 2_000;
  private static final int MOST_CHOICES = 20;

  private final Jobs jobs;
  private final Schedules schedules;
  private final Clock clock;

  SchedulePages(Jobs jobs, Schedules schedules, Clock clock) {
    this.jobs = jobs;
    this.schedules = schedules;
    this.clock = clock;
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
    Instant now = clock.instant();
    model.addAttribute("chart", JobChart.of(jobs.since(now.minus(SHOWN), MOST), now));
    model.addAttribute("refused", schedules.refused());
    model.addAttribute("choices", schedules.find("proposed", MOST_CHOICES));
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

  /** One of several ways to go on is taken. */
  @PostMapping("/schedule/accept")
  String accept(@RequestParam long id) {
    schedules.accept(id, Caller.NAME);
    return "redirect:/schedule";
  }

  @PostMapping("/schedule/again")
  String again() {
    schedules.planAgain(Caller.NAME);
    return "redirect:/schedule";
  }
}
