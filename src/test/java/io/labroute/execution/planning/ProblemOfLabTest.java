package io.labroute.execution.planning;

import static io.labroute.execution.planning.SmallLab.NOW;
import static io.labroute.execution.planning.SmallLab.after;
import static io.labroute.execution.planning.SmallLab.atLeast;
import static io.labroute.execution.planning.SmallLab.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.execution.planning.SmallLab.Intended;
import io.labroute.lab.Refusal;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemOfLabTest {

  /** A plate is dosed on the handler, goes to the incubator, and from there to the reader. */
  private static Intended assay() {
    return new Intended().labware("Source", "Tecan", 0).labware("Plate", "Tecan", 1)
        .transfer("dose", "Tecan", 10, List.of(), "Source", "Plate")
        .move("to-incubator", "Plate", "Incubator", 5, within("dose", "5 min"))
        .run("incubate", null, "incubators", 60, within("to-incubator", "5 min"), "Plate")
        .move("to-reader", "Plate", "Reader", 0, within("incubate", "15 min"))
        .run("read", "Reader", null, 5, after("to-reader"), "Plate");
  }

  private static SmallLab lab() {
    return new SmallLab().device("Tecan", "liquid_handlers", 6, 1, false).device("Incubator", "incubators", 22, 22, true)
        .device("Reader", "readers", 1, 1, true).device("Arm", "movers", 1, 1, true);
  }

  private static Step step(LabProblem lab, String id) {
    return lab.problem().steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private static Plan planned(LabProblem lab) {
    assertThat(ProblemCheck.findings(lab.problem())).isEmpty();
    LabPlan plan = PlanFinder.atOnce(lab, new KeptTimes(lab, null, NOW));
    assertThat(plan).isNotNull();
    assertThat(Validator.check(lab.problem(), plan.plan())).isEmpty();
    return plan.plan();
  }

  private static List<String> devices(Step step) {
    return step.modes().get(0).uses().stream().map(Use::device).toList();
  }

  @Test
  void twoRunsOfOnePlanOnTheSamePositionsFollowEachOther() {
    LabProblem lab = lab().run(assay(), "C.1").run(assay(), "C.2").problem();

    Map<String, Placement> placed = planned(lab).byStep();

    assertThat(placed.get("C.2/dose").start()).isGreaterThanOrEqualTo(placed.get("C.1/to-incubator").end());
    assertThat(placed.get("C.2/to-incubator").start()).isGreaterThanOrEqualTo(placed.get("C.1/to-reader").end());
    assertThat(placed.get("C.2/to-reader").start()).isGreaterThanOrEqualTo(placed.get("C.1/read").end());
  }

  @Test
  void labwareKeepsItsPositionFromTheMoveThatBringsItUntilTheOneThatTakesItAway() {
    LabProblem lab = lab().run(assay(), "C.1").problem();

    Step stay = lab.problem().steps().stream().filter(step -> devices(step).equals(List.of("Incubator[5]"))).findFirst().orElseThrow();

    assertThat(stay.hold().from()).isEqualTo("C.1/to-incubator");
    assertThat(stay.hold().until()).isEqualTo("C.1/to-reader");
    assertThat(devices(step(lab, "C.1/dose"))).as("labware that stays for one step takes its position for that")
        .contains("Tecan", "Tecan[0]");
    assertThat(devices(step(lab, "C.1/incubate"))).as("where its labware stands").containsExactly("Incubator");
  }

  @Test
  void aMoveTakesAnArmThatReachesBothEndsAndTheDeviceThatMustNotBeLoadedWhileItWorks() {
    SmallLab lab = lab().device("Gantry", "movers", 1, 1, true).device("Anna", "humans", 1, 1, true)
        .rules("arms: {Arm: [Tecan, Reader], Gantry: [Tecan, Incubator]}\n").run(assay(), "C.1");

    LabProblem problem = lab.problem();

    assertThat(step(problem, "C.1/to-incubator").modes()).hasSize(1);
    assertThat(devices(step(problem, "C.1/to-incubator"))).containsExactly("Gantry", "Tecan");
    assertThat(devices(step(problem, "C.1/to-reader"))).as("where no arm reaches, a person").containsExactly("Anna");
  }

  @Test
  void withoutArmsAndPeopleAMoveNeedsNobody() {
    LabProblem lab = new SmallLab().device("Tecan", "liquid_handlers", 6, 1, true).device("Incubator", "incubators", 22, 22, true)
        .device("Reader", "readers", 1, 1, true).run(assay(), "C.1").problem();

    assertThat(devices(step(lab, "C.1/to-incubator"))).isEmpty();
    planned(lab);
  }

  @Test
  void waitsBecomeTimeConstraints() {
    Intended plan = new Intended().confirm("a", 1, List.of()).confirm("b", 1, within("a", "95 s")).confirm("c", 1, atLeast("b", "95 s"));
    LabProblem lab = lab().device("Anna", "humans", 1, 1, true).run(plan, "C.1").problem();

    List<Lag> lags = lab.problem().lags();

    assertThat(lags).extracting(Lag::id).containsExactly("C: a > b", "C: b > c");
    assertThat(lags.get(0).max()).as("longest waits are rounded down").isEqualTo(9);
    assertThat(lags.get(1).min()).as("shortest ones up").isEqualTo(10);
    assertThat(devices(step(lab, "C.1/a"))).as("people confirm").containsExactly("Anna");
  }

  @Test
  void whatHasStartedIsFrozenAndWhatIsOverIsGoneButForTheWaitsThatAreCountedFromIt() {
    Instant dosed = NOW.minusSeconds(603);
    LabProblem lab = lab().run(assay(), "C.1", Map.of("dose", StepState.over(dosed),
        "to-incubator", StepState.started("Arm", NOW.minusSeconds(30)))).problem();

    assertThat(lab.problem().frozen()).extracting(Frozen::step).contains("C.1/to-incubator").doesNotContain("C.1/dose");
    assertThat(lab.steps().keySet()).containsExactly("C.1/incubate", "C.1/to-reader", "C.1/read");
    planned(lab);

    LabProblem before = lab().run(assay(), "C.1", Map.of("dose", StepState.over(NOW.minusSeconds(240)))).problem();

    Map<String, Placement> placed = planned(before).byStep();
    assertThat(placed.get("C.1/to-incubator").start() - placed.get("C.1/dose").end()).as("within 5 min").isLessThanOrEqualTo(30);
  }

  @Test
  void whatStandsSomewhereKeepsItsPositionUntilItIsTakenAway() {
    LabProblem lab = lab().run(assay(), "C.1", Map.of("dose", StepState.over(NOW.minusSeconds(60)),
        "to-incubator", StepState.over(NOW.minusSeconds(30)))).run(assay(), "C.2").problem();

    Map<String, Placement> placed = planned(lab).byStep();

    assertThat(placed.get("C.2/to-incubator").start()).isGreaterThanOrEqualTo(placed.get("C.1/to-reader").end());
  }

  @Test
  void whatHasOverrunIsTakenToLastAWhileLonger() {
    SmallLab lab = lab().run(assay(), "C.1", Map.of("dose", StepState.started("Tecan", NOW.minusSeconds(2000))));

    assertThat(lab.problem().problem().time().at(lab.problem().problem().frozen().get(0).end())).isEqualTo(NOW.plusSeconds(200));
    Frozen asItStands = ProblemOfLab.asItStands(lab.state(), lab.took()).problem().frozen().get(0);
    assertThat(ProblemOfLab.asItStands(lab.state(), lab.took()).problem().time().at(asItStands.end())).isEqualTo(NOW.minusSeconds(30));
  }

  @Test
  void twoPlatesThatStandInOnePositionDoNotMakeThePlanImpossible() {
    Map<String, StepState> moved = Map.of("dose", StepState.over(NOW.minusSeconds(60)),
        "to-incubator", StepState.over(NOW.minusSeconds(30)));
    LabProblem lab = lab().run(assay(), "C.1", moved).run(assay(), "C.2", moved).problem();

    planned(lab);
    assertThat(lab.warnings()).singleElement().asString().contains("Incubator[5]", "C.2");
  }

  @Test
  void nothingIsPlannedOnADeviceThatIsDownNorAreMovesToIt() {
    LabProblem lab = lab().down("Incubator", NOW, NOW.plusSeconds(3600)).run(assay(), "C.1").problem();

    Map<String, Placement> placed = planned(lab).byStep();

    assertThat(lab.problem().time().at(placed.get("C.1/to-incubator").start())).isAfterOrEqualTo(NOW.plusSeconds(3600));
    assertThat(lab.problem().time().at(placed.get("C.1/dose").end())).as("the longest wait pulls it along")
        .isAfterOrEqualTo(NOW.plusSeconds(3300));
  }

  @Test
  void peopleComeAtTheirTimes() {
    LabProblem lab = lab().device("Anna", "humans", 1, 1, true)
        .rules("closed: [{device: Anna, from: \"18:00\", to: \"09:30\", reason: night}]\n")
        .run(new Intended().confirm("look", 10, List.of()), "C.1").problem();

    assertThat(lab.problem().time().at(planned(lab).byStep().get("C.1/look").start())).isEqualTo(Instant.parse("2026-11-23T09:30:00Z"));
  }

  @Test
  void aStepMayBeDoneByAnyDeviceOfItsCategory() {
    SmallLab lab = lab().device("Cytomat", "incubators", 22, 1, true);
    LabProblem problem = lab.run(new Intended().run("warm", null, "incubators", 10, List.of(), "Loose"), "C.1").problem();

    assertThat(step(problem, "C.1/warm").modes()).extracting(mode -> mode.uses().get(0).device()).containsExactly("Incubator", "Cytomat");
  }

  @Test
  void whatTheLabLacksIsToldWithTheStepThatNeedsIt() {
    Refusal device = catchThrowableOfType(Refusal.class,
        () -> new SmallLab().device("Tecan", "x", 6, 1, true).run(assay(), "C.1").problem());
    Refusal position = catchThrowableOfType(Refusal.class, () -> lab().run(new Intended().labware("Plate", "Reader", 3)
        .run("read", "Reader", null, 5, List.of(), "Plate"), "C.1").problem());

    assertThat(device.finding().code()).isEqualTo("schedule.no-device");
    assertThat(device.finding().text()).contains("to-incubator of C.1", "Incubator");
    assertThat(position.finding().text()).contains("schedule.no-position", "Reader[3]", "0 to 0");
  }

  @Test
  void anUrgentRunComesFirstAndOneThatMayNotBeginYetWaits() {
    LabProblem lab = lab().run(assay(), "C.1").run(assay().urgency(9, null, null), "C.2").run(assay().urgency(5, "6 h", "8 h"), "C.3")
        .problem();

    Map<String, Placement> placed = planned(lab).byStep();

    assertThat(placed.get("C.2/dose").start()).isLessThan(placed.get("C.1/dose").start());
    assertThat(lab.problem().time().at(placed.get("C.3/dose").start())).isAfterOrEqualTo(NOW.plus(Duration.ofHours(6)));
    assertThat(step(lab, "C.3/read").due()).isNotNull();
    assertThat(step(lab, "C.3/dose").due()).isNull();
  }

  @Test
  void stepsThatTouchTheSameLabwareAreDoneInTheOrderOfThePlan() {
    Intended plan = new Intended().labware("Plate", "Tecan", 0).transfer("one", "Tecan", 5, List.of(), "Plate")
        .run("warm", "Incubator", null, 1, List.of(), "Plate").transfer("two", "Tecan", 1, List.of(), "Plate");

    Map<String, Placement> placed = planned(lab().run(plan, "C.1").problem()).byStep();

    assertThat(placed.get("C.1/warm").start()).isGreaterThanOrEqualTo(placed.get("C.1/one").end());
    assertThat(placed.get("C.1/two").start()).isGreaterThanOrEqualTo(placed.get("C.1/warm").end());
  }

  @Test
  void whatIsHeldWaitsForAPersonAndAllOthersGoOn() {
    var held = new StepState(StepState.Stage.OPEN, null, null, null, true, null);
    LabProblem lab = lab().run(assay(), "C.1", Map.of("dose", held)).problem();

    assertThat(lab.problem().time().at(planned(lab).byStep().get("C.1/dose").start())).isAfterOrEqualTo(NOW.plus(Duration.ofMinutes(5)));
  }
}
