package io.labroute.schedule.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.schedule.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstancesTest {

  @TempDir
  private Path folder;

  private Problem only() throws IOException {
    var found = Instances.in(folder);
    assertThat(found).hasSize(1);
    return found.get(0).read();
  }

  @Test
  void aJobShopIsKnownByItsNumbers() throws IOException {
    Files.writeString(folder.resolve("tiny"), "# a comment\n2 2\n0 3 1 2\n1 2 0 4\n");
    Files.writeString(folder.resolve("README.md"), "2 2\n");
    Files.writeString(folder.resolve("bounds.json"), "{\"tiny\": {\"ub\": 9}}");

    assertThat(only().steps()).hasSize(4);
  }

  @Test
  void aFlexibleJobShopHasAWayForEachMachine() throws IOException {
    Files.writeString(folder.resolve("two.fjs"), "1 2 1.5\n2 2 1 5 2 4 1 1 3\n");

    assertThat(only().steps().get(0).modes()).hasSize(2);
  }

  @Test
  void aSingleFileIsCalledByItsNameWithoutEnding() throws IOException {
    Path file = Files.writeString(folder.resolve("p.rcp"), "2 0\n0 1 2\n0 0\n");

    assertThat(Instances.in(file)).singleElement().satisfies(instance -> assertThat(instance.name()).isEqualTo("p"));
  }

  @Test
  void aProjectHasAmounts() throws IOException {
    Files.writeString(folder.resolve("p.rcp"), "3 1\n4\n0 0 1 2\n5 3 1 3\n0 0 0\n");

    assertThat(only().steps().get(1).modes().get(0).uses().get(0).amount()).isEqualTo(3);
  }

  @Test
  void anSLabFolderTiesBoundariesBothWays() throws IOException {
    Path lab = Files.createDirectories(folder.resolve("study/N1"));
    Files.writeString(lab.resolve("machines.tsv"), "Machine_ID\tMachine_type\tMachine_name\n1\t1\tA\n2\t1\tB\n");
    Files.writeString(lab.resolve("operations.tsv"), "Job_ID\tOperation_ID\tCompatible_machine\tProcessing_time\n1\t1\t1\t5\n1\t2\t1\t6\n");
    Files.writeString(lab.resolve("dependency.tsv"), "Job_ID\tOperation_ID_1\tOperation_ID_2\n1\t1\t2\n");
    Files.writeString(lab.resolve("tcmb.tsv"), "Job_ID\tOperation_ID_1\tPoint_1\tOperation_ID_2\tPoint_2\tTime_constraint\n1\t1\tend\t2\tstart\t3\n");

    Problem problem = only();
    assertThat(problem.name()).isEqualTo("study/N1");
    assertThat(problem.devices()).singleElement().satisfies(device -> assertThat(device.units()).isEqualTo(2));
    assertThat(problem.lags()).filteredOn(lag -> lag.max() != null).singleElement()
        .satisfies(lag -> assertThat(lag.min()).isEqualTo(-3));
  }

  @Test
  void aLabDayHasAMoveIntoEachStepAndOneHome() throws IOException {
    Files.writeString(folder.resolve("day.json"), """
        {"lab": {"timeUnitSeconds": 5, "devices": [{"id": "lh", "class": "LH", "units": 1, "slotsPerUnit": 1},
          {"id": "arm", "class": "Mover", "units": 1, "moveTicks": 5}]},
         "protocols": {"A": [{"step": "seed", "deviceClass": "LH", "durationTicks": 60, "maxWaitAfterTicks": 7}]},
         "plates": [{"id": "P0", "protocol": "A"}]}
        """);

    assertThat(only().steps()).extracting(step -> step.id()).containsExactly("P0/to-seed", "P0/seed", "P0/home");
  }

  @Test
  void whatIsDamagedIsToldWithItsLine() throws IOException {
    Files.writeString(folder.resolve("tiny"), "2 2\n0 3 9 2\n1 2 0 4\n");
    assertThatThrownBy(this::only).hasMessageContaining("[schedule.instance-number] Line 2").hasMessageContaining("0 to 1");
    Files.writeString(folder.resolve("tiny"), "2 2\n0 3 1 2\n");
    assertThatThrownBy(this::only).hasMessageContaining("schedule.instance-short");
  }

  @Test
  void thePredecessorsTasksKeepUnknownNamesForTheCheckToFind() throws IOException {
    Files.writeString(folder.resolve("tasks.json"), """
        {"resources": [{"id": "robot", "capacity": 1}],
         "tasks": [{"id": "a", "duration_min": 5, "resources_required": ["robto"], "predecessors": ["ghost"]}]}
        """);

    assertThatThrownBy(this::only).hasMessageContaining("schedule.unknown-device").hasMessageContaining("robto");
  }
}
