package io.labroute.schedule.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.format.ProblemReader;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import java.io.StringReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class GanttTest {

  private static Plan plan(Problem problem) {
    var layout = new Layout(problem);
    return Seating.plan(layout, new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1));
  }

  @Test
  void barsOfARowNeverOverlap() {
    Problem day = Examples.day(20);
    Gantt gantt = Gantt.of(day, plan(day));

    assertThat(gantt.rows()).extracting(Gantt.Row::label).contains("arm/1", "inc/1 slot 1", "wash/1");
    for (Gantt.Row row : gantt.rows()) {
      List<Gantt.Bar> bars = row.bars().stream().sorted(Comparator.comparingLong(Gantt.Bar::from)).toList();
      for (int k = 1; k < bars.size(); k++) {
        assertThat(bars.get(k).from()).as(row.label()).isGreaterThanOrEqualTo(bars.get(k - 1).until());
      }
    }
  }

  @Test
  void everyLongestWaitHasItsSlack() {
    Problem day = Examples.day(3);
    Gantt gantt = Gantt.of(day, plan(day));

    assertThat(gantt.slacks()).hasSize(12).allSatisfy(slack -> {
      assertThat(slack.left()).isBetween(0L, slack.most());
      assertThat(slack.waited() + slack.left()).isEqualTo(slack.most());
    });
  }

  @Test
  void theSvgIsWellFormedWhateverTheNamesHold() throws Exception {
    Problem odd = ProblemReader.read("a <b> & \"c\"", """
        devices: [{id: "x&y"}]
        steps: [{id: "<step>", device: "x&y", duration: {guess: PT1M}}]
        """);
    String svg = GanttText.svg(Gantt.of(odd, plan(odd)));

    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    assertThat(svg).contains("&lt;step&gt;: 0 to 12", "stroke-dasharray");
  }

  @Test
  void theJsonHoldsAllBars() throws Exception {
    Problem day = Examples.day(2);
    var tree = new ObjectMapper().readTree(GanttText.json(Gantt.of(day, plan(day))));

    assertThat(tree.path("rows").findValues("step")).hasSize(day.steps().size());
    assertThat(tree.path("length").asLong()).isEqualTo(plan(day).makespan());
  }

  @Test
  void aCalendarHasAnEventForEachStepOfTheStaff() {
    Problem problem = ProblemReader.read("day", """
        time: {tick: PT1M, start: "2026-11-23T08:00:00+01:00"}
        devices: [{id: staff}, {id: robot}]
        steps:
          - {id: "thaw, count; seed the very first plates of a campaign whose name is long enough to be folded", device: staff, duration: PT30M}
          - {id: incubate, device: robot, duration: PT1H}
        """);
    String text = Calendar.of(problem, plan(problem), Set.of("staff"), Instant.parse("2026-11-22T10:00:00Z"));

    assertThat(text).contains("DTSTART:20261123T070000Z\r\nDTEND:20261123T073000Z\r\n", "SUMMARY:thaw\\, count\\; seed",
        "LOCATION:staff/1")
        .doesNotContain("incubate").endsWith("END:VCALENDAR\r\n");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(75));
    Problem anyDay = Examples.day(1);
    assertThatThrownBy(() -> Calendar.of(anyDay, plan(anyDay), Set.of(), Instant.EPOCH)).hasMessageContaining("schedule.no-day");
  }
}
