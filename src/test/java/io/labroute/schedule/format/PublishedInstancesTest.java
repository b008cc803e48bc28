package io.labroute.schedule.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Problem;
import io.labroute.schedule.Validator;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import io.labroute.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedInstancesTest {

  @ParameterizedTest
  @CsvSource({"jobshop, 46", "fjsp, 10", "rcpsp, 28", "slab, 4", "labday, 6"})
  void everyInstanceIsReadAndHasAPlanAtOnce(String folder, int count) throws IOException {
    Path path = SharedFiles.scheduling(folder);
    var instances = Instances.in(path);
    assertThat(instances).hasSize(count);
    for (Instances.Instance instance : instances) {
      Problem problem = instance.read();
      var layout = new Layout(problem);
      Timetable times = new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1);
      assertThat(times).as(instance.name()).isNotNull();
      assertThat(Validator.check(problem, Seating.plan(layout, times))).as(instance.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"jobshop, ft10, 930", "jobshop, ta41, 2005", "fjsp, mk01, 40", "slab, qPCR/N5, 148", "labday, labday-A-8, 1489"})
  void theBestKnownValuesAreFound(String folder, String instance, long value) throws IOException {
    assertThat(BestKnown.in(SharedFiles.scheduling(folder)).of(instance)).isEqualTo(value);
  }
}
