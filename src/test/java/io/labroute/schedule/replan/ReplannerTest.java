package io.labroute.schedule.replan;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplannerTest {

  private static final Problem DAY = Examples.campaign(16);
  private static final Plan PLAN = plan();
  private static final long NOW = 260;

  private static Plan plan() {
    var layout = new Layout(DAY);
    return Seating.plan(layout, new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1));
  }

  private static List<Choice> replan(Event... events) {
    List<Choice> told = new ArrayList<>();
    List<Choice> choices = Replanner.replan(new Situation(DAY, PLAN, NOW, List.of(events)), 3, 1, false, told::add);
    assertThat(choices).isNotEmpty();
    assertThat(told).isNotEmpty();
    for (Choice choice : choices) {
      assertThat(Validator.check(choice.problem(), choice.plan())).isEmpty();
      nothingStartedMoves(choice, events);
    }
    assertThat(choices).isSortedAccordingTo((a, b) -> Long.compare(a.delay(), b.delay()));
    return choices;
  }

  private static void nothingStartedMoves(Choice choice, Event... events) {
    Map<String, Placement> after = choice.plan().byStep();
    for (Placement before : PLAN.placements()) {
      Placement now = after.get(before.step());
      if (before.start() < NOW) {
        assertThat(now.start()).isEqualTo(before.start());
        assertThat(now.seats()).satisfiesAnyOf(seats -> assertThat(seats).isEqualTo(before.seats()),
            seats -> assertThat(before.seats()).containsAnyElementsOf(lost(events)));
      } else if (now != null) {
        assertThat(now.start()).isGreaterThanOrEqualTo(NOW);
      }
    }
  }

  private static List<Seat> lost(Event... events) {
    return Stream.of(events).filter(Event.Down.class::isInstance).map(event -> ((Event.Down) event).unit()).toList();
  }

  private static Placement running(String step) {
    return PLAN.placements().stream().filter(at -> at.step().endsWith(step) && at.start() < NOW && at.end() > NOW)
        .findFirst().orElseThrow();
  }

  @Test
  void anOverrunWithinTheSlackChangesNothing() {
    Map<String, Placement> placed = PLAN.byStep();
    Placement slack = PLAN.placements().stream().filter(at -> at.step().endsWith("/incubate") && at.start() < NOW
        && at.end() > NOW)
        .filter(at -> placed.get(at.step().replace("/incubate", "/to-wash")).start() > at.end()).findFirst().orElseThrow();
    long next = placed.get(slack.step().replace("/incubate", "/to-wash")).start();
    List<Choice> choices = replan(new Event.Overrun(slack.step(), next));

    assertThat(choices).singleElement().satisfies(choice -> {
      assertThat(choice.delay()).isZero();
      assertThat(choice.violation()).isZero();
    });
    Map<String, Placement> after = choices.get(0).plan().byStep();
    PLAN.placements().stream().filter(at -> !at.step().equals(slack.step()))
        .forEach(at -> assertThat(after.get(at.step())).isEqualTo(at));
  }

  @Test
  void aLongOverrunMovesOnlyWhatHasNotStarted() {
    Placement at = running("/incubate");
    List<Choice> choices = replan(new Event.Overrun(at.step(), at.end() + 45));

    assertThat(choices.get(0).plan().byStep().get(at.step()).end()).isEqualTo(at.end() + 45);
  }

  @Test
  void aLostUnitTakesNothingUntilItWorksAgain() {
    var washer = new Seat("wash", 1);
    List<Choice> choices = replan(new Event.Down(washer, NOW + 60));
    Placement down = choices.get(0).plan().byStep().get("down/wash/1");

    assertThat(down.end()).isEqualTo(NOW + 60);
    assertThat(choices).allSatisfy(choice -> assertThat(choice.violated().isEmpty()).isEqualTo(choice.violation() == 0));
  }

  @Test
  void aLostIncubatorKeepsWhatLiesInItAndTakesNothingNew() {
    List<Choice> choices = replan(new Event.Down(new Seat("inc", 2), NOW + 150));

    assertThat(choices.get(0).plan().byStep().get("down/inc/2").seats()).hasSize(6);
  }

  @Test
  void aMoveThatHasStartedEndsWhereItWasPlannedTo() {
    Placement seed = PLAN.placements().stream().filter(at -> at.step().endsWith("/seed")
        && at.seats().equals(List.of(new Seat("lh", 2)))).skip(1).findFirst().orElseThrow();
    long now = seed.start() - 1;
    Placement other = PLAN.placements().stream().filter(at -> at.seats().equals(List.of(new Seat("lh", 1))) && at.start() < now
        && at.end() > now).findFirst().orElseThrow();
    List<Choice> choices = Replanner.replan(new Situation(DAY, PLAN, now, List.of(new Event.Down(new Seat("lh", 1), now + 50))), 3,
        1, false, told -> {});

    assertThat(choices).isNotEmpty().allSatisfy(choice -> {
      assertThat(choice.plan().byStep().get(other.step()).seats()).isEmpty();
      assertThat(choice.plan().byStep().get(seed.step()).seats()).isEqualTo(seed.seats());
    });
  }

  @Test
  void aLostDeviceWithSlotsOfItsOwnIsClosed() {
    for (Problem day : List.of(Examples.shakeDay(8), Examples.spinDay(8))) {
      var layout = new Layout(day);
      Plan plan = Seating.plan(layout, new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1));
      String device = day.devices().get(1).id();
      Placement running = plan.placements().stream().filter(at -> at.step().endsWith("/" + device)).skip(3).findFirst().orElseThrow();
      long now = running.start() + 4;
      List<Choice> choices = Replanner.replan(new Situation(day, plan, now, List.of(new Event.Down(new Seat(device, 1), now + 40))), 3, 1,
          false, told -> {});

      assertThat(choices).isNotEmpty().allSatisfy(choice -> {
        assertThat(Validator.check(choice.problem(), choice.plan())).isEmpty();
        assertThat(choice.plan().placements()).filteredOn(at -> at.step().endsWith("/" + device) && at.start() >= now)
            .allSatisfy(at -> assertThat(at.start()).isGreaterThanOrEqualTo(now + 40));
      });
    }
  }

  @Test
  void choicesTradeDelayAgainstViolation() {
    List<Choice> choices = replan(new Event.Down(new Seat("wash", 1), NOW + 100));

    for (int k = 1; k < choices.size(); k++) {
      assertThat(choices.get(k).violation()).isLessThan(choices.get(k - 1).violation());
    }
  }

  @Test
  void anAbortedLabwareIsDoneNoMore() {
    String plate = running("/incubate").step().substring(0, 4);
    List<Choice> choices = replan(new Event.Aborted(plate));

    assertThat(choices.get(0).violation()).isZero();
    assertThat(choices.get(0).plan().byStep()).doesNotContainKey(plate + "/wash");
  }

  @Test
  void aFailedStepIsDoneAgain() {
    Placement at = running("/incubate");
    List<Choice> choices = replan(new Event.Failed(at.step()));

    assertThat(choices.get(0).plan().byStep().get(at.step()).end()).isEqualTo(NOW + 100);
  }

  @Test
  void urgentLabwareIsAdded() {
    List<Step> steps = List.of(Step.of("U/to-read", "U", Mode.of(3, Use.of("arm"))),
        Step.of("U/check", "U", Mode.of(12, Use.of("read"))));
    List<Choice> choices = replan(new Event.Urgent(steps, List.of(Lag.after("U/to-read", "U/check"))));

    assertThat(choices.get(0).plan().byStep()).containsKey("U/check");
    assertThat(choices.get(0).delay()).as("there is room for it between the others").isZero();
  }

  @Test
  void urgentLabwareThatComesLaterIsPlannedWhenItComes() {
    long later = NOW + 400;
    List<Step> steps = List.of(Step.of("U/to-read", "U", Mode.of(3, Use.of("arm"))).times(later, null, null, 1),
        Step.of("U/check", "U", Mode.of(12, Use.of("read"))));
    List<Choice> choices = replan(new Event.Urgent(steps, List.of(Lag.after("U/to-read", "U/check"))),
        new Event.Down(new Seat("wash", 1), NOW + 100));

    assertThat(choices).allSatisfy(choice ->
        assertThat(choice.plan().byStep().get("U/to-read").start()).isGreaterThanOrEqualTo(later));
  }

  @Test
  void twoThingsAtOnce() {
    Placement at = running("/incubate");
    replan(new Event.Down(new Seat("wash", 1), NOW + 40), new Event.Overrun(at.step(), at.end() + 20));
  }

  @Test
  void ofEquallyGoodWaysTheOneThatMovesLeastIsTaken() {
    Placement at = running("/incubate");
    List<Choice> choices = replan(new Event.Overrun(at.step(), at.end() + 45));
    Choice clean = choices.get(choices.size() - 1);
    Map<String, Placement> after = clean.plan().byStep();
    String plate = at.step().substring(0, 4);
    long others = PLAN.placements().stream().filter(before -> before.start() >= NOW && !before.step().startsWith(plate))
        .filter(before -> PLAN.placements().stream().anyMatch(first -> first.start() < NOW
            && first.step().startsWith(before.step().substring(0, 4))))
        .mapToLong(before -> Math.abs(after.get(before.step()).start() - before.start())).sum();

    assertThat(clean.moved()).isGreaterThanOrEqualTo(others);
    assertThat(others).isLessThan(400);
  }

  @Test
  void aStepThatKeepsAPlaceButSitsNowhereIsPlannedAnew() {
    List<Step> steps = new ArrayList<>(DAY.steps());
    List<Lag> lags = new ArrayList<>(DAY.lags());
    for (Step seed : DAY.steps().stream().filter(step -> step.id().endsWith("/seed")).toList()) {
      String note = seed.labware() + "/note";
      steps.add(Step.of(note, seed.labware(), Mode.of(2)).hold(seed.hold()));
      lags.add(Lag.after(seed.hold().from(), note));
      lags.add(Lag.after(seed.id(), note));
      lags.add(Lag.after(note, seed.hold().until()));
    }
    Problem day = DAY.steps(steps).lags(lags);
    var layout = new Layout(day);
    Plan plan = Seating.plan(layout, new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1));
    Placement seed = plan.placements().stream().filter(at -> at.step().endsWith("/seed")).skip(5).findFirst().orElseThrow();
    String note = seed.step().replace("/seed", "/note");
    List<Choice> choices = Replanner.replan(new Situation(day, plan, seed.start() + 1,
        List.of(new Event.Overrun(seed.step(), seed.end() + 45))), 3, 1, false, told -> {});

    assertThat(choices).isNotEmpty().allSatisfy(choice -> {
      assertThat(Validator.check(choice.problem(), choice.plan())).isEmpty();
      assertThat(choice.plan().byStep().get(note).start()).isGreaterThanOrEqualTo(seed.end() + 45);
    });
  }

  @Test
  void aReproducibleRunGivesTheSameWaysTwice() {
    Situation situation = new Situation(DAY, PLAN, NOW, List.of(new Event.Down(new Seat("wash", 1), NOW + 100)));
    List<Choice> once = Replanner.replan(situation, 2, 7, true, told -> {});
    List<Choice> again = Replanner.replan(situation, 2, 7, true, told -> {});

    assertThat(once).isNotEmpty();
    assertThat(again.stream().map(choice -> choice.plan().hash()).toList()).isEqualTo(once.stream().map(choice -> choice.plan().hash())
        .toList());
  }

  @Test
  void theFirstWayToGoOnNeedsNoSearch() {
    Placement at = running("/incubate");
    List<Choice> told = new ArrayList<>();
    Replanner.replan(new Situation(DAY, PLAN, NOW, List.of(new Event.Overrun(at.step(), at.end() + 45))), 1e-3, 1, false,
        told::add);

    assertThat(told).first().satisfies(choice -> {
      assertThat(choice.delay()).isZero();
      assertThat(choice.moved()).isPositive();
      assertThat(Validator.check(choice.problem(), choice.plan())).isEmpty();
    });
  }

  @Test
  void closedTimesAreKeptWhateverComesLater() {
    Problem day = DAY.devices(DAY.devices().stream().map(device -> device.id().equals("wash")
        ? device.closed(List.of(new Closure(NOW + 200, NOW + 260, "break"), new Closure(9_000, 9_100, "night"))) : device).toList());
    var layout = new Layout(day);
    Plan plan = Seating.plan(layout, new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1));
    Placement late = plan.placements().stream().filter(at -> at.step().endsWith("/incubate") && at.start() < NOW && at.end() > NOW)
        .findFirst().orElseThrow();

    List<Choice> choices = Replanner.replan(new Situation(day, plan, NOW, List.of(new Event.Overrun(late.step(), late.end() + 45))), 3, 1,
        false, told -> { });

    assertThat(choices).isNotEmpty().allSatisfy(choice -> assertThat(Validator.check(choice.problem(), choice.plan())).isEmpty());
  }
}
