package io.labroute.schedule.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Device;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;
import org.junit.jupiter.api.Test;

class VicinityTest {

  /** Where a step begins that ends as early as it may, on a washer that another one takes from 88 to 93. */
  private static long start(long release, long hinted, long wanted, long ticks) {
    Mode mode = Mode.of(5, Use.of("washer"));
    Problem problem = Problem.of("two steps", 400, List.of(Device.of("washer", 1)),
        List.of(Step.of("wash", "P1", mode).times(release, null, null, 1), Step.of("held", "P2", mode)), List.of());
    Part part = new Part(new Role[] {Role.FREE, Role.HELD}, 0, 200).near(at(wanted), ticks);
    return new CpSat(new Layout(problem), Effort.lean(1)).solve(0, List.of(), at(hinted), part, Stop.in(20), times -> {}, bound -> {})
        .best().start()[0];
  }

  private static Timetable at(long start) {
    Timetable times = Timetable.of(2);
    times.start()[0] = start;
    times.end()[0] = start + 5;
    times.start()[1] = 88;
    times.end()[1] = 93;
    return times;
  }

  @Test
  void aStepBeginsNoEarlierThanNearTheEarlierOfHintAndWantedTime() {
    assertThat(start(0, 140, 120, 10)).isEqualTo(110);
    assertThat(start(0, 120, 140, 10)).isEqualTo(110);
  }

  @Test
  void aStepThatMayOnlyBeginLaterIsLeftWhereItCan() {
    assertThat(start(90, 0, 0, 10)).isEqualTo(93);
  }
}
