package io.labroute.schedule.cpsat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The work of one device whose steps start and end together: a row of batches, each step in one of them. A batch that is not
 * needed lies at the end of the row.
 */
final class Batches {

  /** A step that may be carried out on the device; {@code chosen} tells whether it is. */
  record Member(int step, int amount, int mode, Literal chosen) {}

  private final Model model;
  private final Device device;
  private final List<Member> members;
  private final TreeMap<Long, Long> started;
  private final @Nullable List<List<Member>> hinted;

  Batches(Model model, Device device, List<Member> members) {
    this.model = model;
    this.device = device;
    this.members = members.stream().filter(member -> model.layout().frozen(member.step()) == null).toList();
    started = members.stream().map(member -> model.layout().frozen(member.step())).filter(Objects::nonNull)
        .collect(Collectors.toMap(Frozen::start, this::end, Math::max, TreeMap::new));
    hinted = model.hint() == null ? null : together(model.hint());
  }

  private long end(Frozen frozen) {
    int step = model.layout().step(frozen.step());
    return frozen.end() == null ? frozen.start() + model.layout().mode(step, frozen.mode()).duration() : frozen.end();
  }

  /** The batches that a timetable has, in their order. */
  private List<List<Member>> together(Timetable times) {
    var batches = new TreeMap<Long, List<Member>>();
    for (Member member : members) {
      if (times.mode()[member.step()] == member.mode()) {
        batches.computeIfAbsent(times.start()[member.step()], none -> new ArrayList<>()).add(member);
      }
    }
    return List.copyOf(batches.values());
  }

  /** The times of the batches, which must not overlap. What has started is a batch that nothing joins. */
  List<IntervalVar> add() {
    int most = members.stream().mapToInt(Member::amount).sum() / device.batch();
    List<IntervalVar> intervals = new ArrayList<>();
    started.forEach((start, end) -> intervals.add(model.model().newFixedInterval(start, end - start, "")));
    List<List<Literal>> places = new ArrayList<>();
    members.forEach(member -> places.add(new ArrayList<>(List.of(member.chosen().not()))));
    IntVar before = null;
    BoolVar busyBefore = null;
    for (int b = 0; b < most; b++) {
      List<Member> planned = hinted == null ? null : b < hinted.size() ? hinted.get(b) : List.of();
      BoolVar busy = bool(planned == null ? null : !planned.isEmpty());
      IntVar start = model.variable(0, model.layout().horizon(), tick(planned, 0));
      IntVar end = model.variable(0, model.layout().horizon(), tick(planned, 1));
      IntVar size = model.variable(0, model.layout().horizon(), planned == null ? null : (Long) (tick(planned, 1) - tick(planned, 0)));
      intervals.add(model.model().newOptionalIntervalVar(start, size, end, busy, ""));
      LinearExprBuilder load = LinearExpr.newBuilder();
      for (int k = 0; k < members.size(); k++) {
        Member member = members.get(k);
        BoolVar here = bool(planned == null ? null : planned.contains(member));
        places.get(k).add(here);
        load.addTerm(here, member.amount());
        model.model().addImplication(here, busy);
        model.model().addEquality(start, model.node(2 * member.step())).onlyEnforceIf(here);
        model.model().addEquality(end, model.node(2 * member.step() + 1)).onlyEnforceIf(here);
      }
      model.model().addGreaterOrEqual(load.build(), LinearExpr.term(busy, device.batch()));
      model.model().addLessOrEqual(load.build(), LinearExpr.term(busy, device.processes()));
      if (before != null) {
        model.model().addLessOrEqual(before, start);
        model.model().addImplication(busy, busyBefore);
      }
      before = start;
      busyBefore = busy;
    }
    places.forEach(model.model()::addExactlyOne);
    return intervals;
  }

  private @Nullable Long tick(@Nullable List<Member> planned, int boundary) {
    if (planned == null) {
      return null;
    }
    return planned.isEmpty() ? (Long) model.layout().horizon() : model.hinted(times -> times.at(2 * planned.get(0).step() + boundary));
  }

  private BoolVar bool(@Nullable Boolean hint) {
    BoolVar variable = model.model().newBoolVar("");
    if (hint != null) {
      model.model().addHint(variable, hint);
    }
    return variable;
  }
}
