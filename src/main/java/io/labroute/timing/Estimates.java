package io.labroute.timing;

import io.labroute.lab.Finding;
import io.labroute.timing.Estimate.Statistic;
import io.labroute.timing.HistoryRepository.Asked;
import io.labroute.timing.HistoryRepository.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Estimates durations from what was recorded. The closest historian that knows ten runs answers; where none does, the closest
 * that knows any, with a warning; simulated, failed and excluded runs never count.
 */
@Service
public class Estimates {

  /** From so many runs on an estimate comes without a warning. */
  public static final int ENOUGH = 10;

  /** The most steps of one question. */
  public static final int MOST_STEPS = 10_000;

  private final HistoryRepository histories;

  Estimates(HistoryRepository histories) {
    this.histories = histories;
  }

  /** The history that an answer is from. */
  private record Answer(Historian historian, History history) {}

  /** How estimates held on what happened later. */
  public record Backtest(double confidence, long tested, long answered, long held, @Nullable Double share,
      List<OfHistorian> byHistorian) {}

  /** How the estimates of one historian held. */
  public record OfHistorian(String historian, long answered, long held, double share) {}

  /** Estimates steps, such as all of a workflow, element by element. */
  public List<Estimate> estimate(List<StepQuestion> questions, Statistic statistic, double confidence) {
    checkConfidence(confidence);
    if (questions.size() > MOST_STEPS) {
      throw Finding.of("estimate.too-many", "These are too many steps for one question.").value(String.valueOf(questions.size()))
          .allowed("at most " + MOST_STEPS).refusal();
    }
    var places = new LinkedHashMap<StepQuestion, Integer>();
    questions.forEach(question -> places.putIfAbsent(question, places.size()));
    List<Asked> asked = places.keySet().stream().map(question -> new Asked(question, null)).toList();
    Map<Integer, Answer> answers = answers(asked);
    Map<Integer, Double> longest = statistic == Statistic.MAXIMUM ? longest(asked, answers) : Map.of();
    return questions.stream().map(question -> {
      int place = Objects.requireNonNull(places.get(question));
      return estimate(question, answers.get(place), statistic, confidence, longest.getOrDefault(place, 0.0));
    }).toList();
  }

  /** Estimates the newest runs from what was known before each of them, and tells how many kept to it. */
  public Backtest backtest(double confidence, int newest) {
    checkConfidence(confidence);
    List<Run> runs = histories.newest(Math.min(Math.max(newest, 1), MOST_STEPS));
    Map<Integer, Answer> answers = answers(runs.stream().map(run -> new Asked(run.question(), run.start())).toList());
    var byHistorian = new ArrayList<OfHistorian>();
    long held = 0;
    for (Historian historian : Historian.values()) {
      List<Integer> its = answers.keySet().stream().filter(n -> Objects.requireNonNull(answers.get(n)).historian() == historian).toList();
      long itsHeld = its.stream().filter(n -> runs.get(n).duration() <= Objects.requireNonNull(answers.get(n)).history().quantile(confidence)).count();
      held += itsHeld;
      if (!its.isEmpty()) {
        byHistorian.add(new OfHistorian(historian.text(), its.size(), itsHeld, (double) itsHeld / its.size()));
      }
    }
    return new Backtest(confidence, runs.size(), answers.size(), held,
        answers.isEmpty() ? null : (double) held / answers.size(), byHistorian);
  }

  /** The answers by the place of their question; the closest historian with enough runs first. */
  private Map<Integer, Answer> answers(List<Asked> asked) {
    var answers = new LinkedHashMap<Integer, Answer>();
    for (Historian historian : Historian.values()) {
      var places = new ArrayList<Integer>();
      for (int n = 0; n < asked.size(); n++) {
        Answer closer = answers.get(n);
        if (historian.knows(asked.get(n).question()) && (closer == null || closer.history().samples() < ENOUGH)) {
          places.add(n);
        }
      }
      if (!places.isEmpty()) {
        histories.ask(historian, places.stream().map(asked::get).toList()).forEach((at, history) -> {
          int place = places.get(at);
          if (!answers.containsKey(place) || history.samples() >= ENOUGH) {
            answers.put(place, new Answer(historian, history));
          }
        });
      }
    }
    return answers;
  }

  /** The longest run ever that the historian of each answer knows, by the place of the question. */
  private Map<Integer, Double> longest(List<Asked> asked, Map<Integer, Answer> answers) {
    var longest = new HashMap<Integer, Double>();
    answers.keySet().stream().collect(Collectors.groupingBy(place -> Objects.requireNonNull(answers.get(place)).historian()))
        .forEach((historian, places) -> histories.longest(historian, places.stream().map(asked::get).toList())
            .forEach((at, seconds) -> longest.put(places.get(at), seconds)));
    return longest;
  }

  private static Estimate estimate(StepQuestion question, @Nullable Answer answer, Statistic statistic, double confidence, double longest) {
    if (answer == null) {
      return new Estimate(null, statistic, confidence, null, 0, null, null, null, null, "nothing like it was ever recorded",
          "there is no history");
    }
    History history = answer.history();
    double duration = statistic == Statistic.MAXIMUM ? Math.max(longest, history.most()) : history.quantile(confidence);
    String what = statistic == Statistic.MAXIMUM ? "the longest ever"
        : "p" + String.format(Locale.ROOT, "%.4f", confidence * 100).replaceFirst("\\.?0+$", "");
    return new Estimate(duration, statistic, confidence, answer.historian().text(), history.samples(), history.least(),
        history.quantile(0.5), history.most(), history.spread(), "%d %s, %s %s s".formatted(history.samples(),
            answer.historian().of(question), what, String.format(Locale.ROOT, "%.1f", duration).replaceFirst("\\.0$", "")),
        history.samples() < ENOUGH ? "only %d of its kind are known, fewer than %d".formatted(history.samples(), ENOUGH) : null);
  }

  private static void checkConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw Finding.of("estimate.confidence", "This is no confidence.").value(String.valueOf(confidence))
          .allowed("more than 0 and less than 1, such as 0.95").refusal();
    }
  }
}
