package io.labroute.schedule;

import java.util.List;

/**
 * What is to be planned. The record takes any content; {@link ProblemCheck} tells what is wrong with it, and solvers are given
 * checked problems only.
 *
 * @param name for people and logs
 * @param lags the time constraints, order included
 * @param frozen what has started already
 * @param goals in order of importance, at least one
 * @param consistencies stretches of time that should be equally long
 */
public record Problem(
    String name,
    TimeScale time,
    List<Device> devices,
    List<Step> steps,
    List<Lag> lags,
    List<Stock> stocks,
    List<Frozen> frozen,
    List<Goal> goals,
    List<Consistency> consistencies) {

  /** Violations first, then tardiness, then the makespan. */
  public static final List<Goal> USUAL_GOALS = List.of(Goal.VIOLATIONS, Goal.TARDINESS, Goal.MAKESPAN);

  public Problem {
    devices = List.copyOf(devices);
    steps = List.copyOf(steps);
    lags = List.copyOf(lags);
    stocks = List.copyOf(stocks);
    frozen = List.copyOf(frozen);
    goals = List.copyOf(goals);
    consistencies = List.copyOf(consistencies);
  }

  /** A problem in which no stretches of time are compared. */
  public Problem(String name, TimeScale time, List<Device> devices, List<Step> steps, List<Lag> lags, List<Stock> stocks,
      List<Frozen> frozen, List<Goal> goals) {
    this(name, time, devices, steps, lags, stocks, frozen, goals, List.of());
  }

  public static Problem of(String name, long horizon, List<Device> devices, List<Step> steps, List<Lag> lags) {
    return new Problem(name, TimeScale.of(horizon), devices, steps, lags, List.of(), List.of(), USUAL_GOALS);
  }

  public Problem devices(List<Device> others) {
    return new Problem(name, time, others, steps, lags, stocks, frozen, goals, consistencies);
  }

  public Problem steps(List<Step> others) {
    return new Problem(name, time, devices, others, lags, stocks, frozen, goals, consistencies);
  }

  public Problem lags(List<Lag> others) {
    return new Problem(name, time, devices, steps, others, stocks, frozen, goals, consistencies);
  }

  public Problem frozen(List<Frozen> others) {
    return new Problem(name, time, devices, steps, lags, stocks, others, goals, consistencies);
  }

  public Problem horizon(long ticks) {
    return new Problem(name, time.withHorizon(ticks), devices, steps, lags, stocks, frozen, goals, consistencies);
  }
}
