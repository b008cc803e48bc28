package io.labroute.web;

import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Jobs as bars beside each other, what was planned above what happened; all lengths in thousandths of the width.
 *
 * @param now where the present is
 * @param marks of the time below the bars
 */
record JobChart(List<Row> rows, int now, List<Mark> marks) {

  private static final int WIDTH = 1_000;
  private static final int MARKS = 6;
  private static final int COLOURS = 6;

  /** A device, an arm, a person. */
  record Row(String name, int y, List<Bar> bars) {}

  /**
   * A job.
   *
   * @param happened whether it shows what happened, not what was planned
   * @param colour the same for all jobs of a run
   */
  record Bar(int x, int width, int y, boolean happened, String state, int colour, String text) {}

  /** A moment. */
  record Mark(int x, Instant at) {}

  /** The height of a row. */
  static final int ROW = 26;

  public int height() {
    return rows.size() * ROW;
  }

  static JobChart of(List<Job> jobs, Instant now) {
    if (jobs.isEmpty()) {
      return new JobChart(List.of(), 0, List.of());
    }
    var from = Collections.min(jobs.stream().map(JobChart::start).toList());
    var scale = new Scale(from, Collections.max(jobs.stream().map(job -> end(job, now)).toList()));
    Map<String, List<Job>> byDevice = new TreeMap<>();
    jobs.forEach(job -> byDevice.computeIfAbsent(name(job), none -> new ArrayList<>()).add(job));
    List<String> runs = jobs.stream().map(Job::experimentId).distinct().sorted().toList();
    var rows = new ArrayList<Row>();
    byDevice.forEach((device, own) -> {
      int y = rows.size() * ROW;
      var bars = new ArrayList<Bar>();
      own.forEach(job -> bars.addAll(bars(job, y, runs.indexOf(job.experimentId()) % COLOURS, now, scale)));
      rows.add(new Row(device, y, bars));
    });
    return new JobChart(rows, scale.x(now), IntStream.range(0, MARKS).mapToObj(n -> n * WIDTH / MARKS)
        .map(x -> new Mark(x, scale.at(x))).toList());
  }

  private static List<Bar> bars(Job job, int y, int colour, Instant now, Scale scale) {
    String text = "%s, %s: %s".formatted(job.experimentId(), job.stepId(), job.held() == null ? job.state().text() : "held");
    var bars = new ArrayList<Bar>();
    bars.add(scale.bar(job.plannedStart(), job.plannedEnd(), y + 2, false, job.state().text(), colour, text));
    if (job.startedAt() != null) {
      bars.add(scale.bar(job.startedAt(), job.endedAt() == null ? now : job.endedAt(), y + 13, true, job.state().text(), colour, text));
    }
    return bars;
  }

  private static String name(Job job) {
    if (job.device() != null) {
      return job.device();
    }
    return job.resources().isEmpty() ? "nobody in particular"
        : job.resources().get(job.resources().size() - 1).replaceFirst("\\[\\d+]$", "");
  }

  private static Instant start(Job job) {
    return job.startedAt() != null && job.startedAt().isBefore(job.plannedStart()) ? job.startedAt() : job.plannedStart();
  }

  private static Instant end(Job job, Instant now) {
    Instant happened = job.endedAt() != null ? job.endedAt() : job.state() == JobState.RUNNING ? now : job.plannedEnd();
    return happened.isAfter(job.plannedEnd()) ? happened : job.plannedEnd();
  }

  private record Scale(Instant from, Instant to) {

    int x(Instant at) {
      double share = (double) Duration.between(from, at).toMillis() / Math.max(1, Duration.between(from, to).toMillis());
      return (int) Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
    }

    Instant at(int x) {
      return from.plusMillis(Duration.between(from, to).toMillis() * x / WIDTH);
    }

    Bar bar(Instant start, Instant end, int y, boolean happened, String state, int colour, String text) {
      return new Bar(x(start), Math.max(2, x(end) - x(start)), y, happened, state, colour, text);
    }
  }
}
