package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.echo.EchoPlanner;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TablePlanner;
import io.labroute.worklist.table.TableProfile;
import io.labroute.worklist.tecan.GwlPlanner;
import io.labroute.worklist.tecan.TecanProfile;
import java.util.List;

/**
 * What a worklist is to do, on which deck, for which device.
 *
 * @param before what is in the wells
 */
public record WorklistPlan(Target target, Deck deck, Ledger before, List<Step> steps) {

  /** The device that the file is for. */
  public sealed interface Target {}

  public record Tecan(TecanProfile profile) implements Target {}

  public record Echo(EchoProfile profile) implements Target {}

  public record Table(TableProfile profile) implements Target {}

  /**
   * Plans, writes, reads back and compares.
   *
   * @throws Refusal with the first thing that is wrong, also when there is nothing to do; nothing has been written then
   */
  public Worklist write() {
    Worklist worklist = planned();
    if (worklist.usage().transfers() == 0) {
      throw Finding.of("worklist.empty", "The plan moves nothing.").maybe("all its volumes are zero.").refusal();
    }
    return worklist;
  }

  private Worklist planned() {
    if (target instanceof Tecan tecan) {
      return GwlPlanner.plan(deck, before, steps, tecan.profile());
    }
    if (target instanceof Echo echo) {
      return EchoPlanner.plan(deck, before, steps, echo.profile());
    }
    List<TablePlanner.Row> rows = steps.stream().filter(step -> !(step instanceof Step.Pause)).map(step -> {
      if (step instanceof Transfer transfer) {
        return TablePlanner.Row.of(transfer);
      }
      throw Finding.of("worklist.step-not-in-format", "A table has transfers only.").value(step.getClass().getSimpleName()).refusal();
    }).toList();
    return TablePlanner.plan(deck, before, rows, ((Table) target).profile());
  }
}
