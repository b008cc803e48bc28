package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.containers.PastStayRepository.PastStay;
import io.labroute.tracking.containers.ReportedActs.LateMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Puts moves into the past that were reported late. They fit where they lead a container from a place where it stood back to
 * that place while it was thought to stand there all the time; or, where it was thought to stand there still, to any place that
 * has been free since. All positions on the way must have been free then.
 */
@Component
class PastMoves {

  private final PastStayRepository stays;

  PastMoves(PastStayRepository stays) {
    this.stays = stays;
  }

  /** Puts in what fits, in the caller's transaction, which holds the containers; tells from where each of these moves went. */
  Map<Long, DevicePosition> insert(List<LateMove> late) {
    var origins = new HashMap<Long, DevicePosition>();
    Map<String, List<LateMove>> byBarcode =
        late.stream().collect(Collectors.groupingBy(LateMove::barcode, TreeMap::new, Collectors.toList()));
    int before;
    do {
      before = origins.size();
      byBarcode.forEach((barcode, moves) -> {
        List<LateMove> left = moves.stream().filter(move -> !origins.containsKey(move.event())).toList();
        if (!left.isEmpty()) {
          for (PastStay gap : stays.stays(barcode, Timeline.CONTAINER, left.get(0).at(), left.get(left.size() - 1).at())) {
            insert(gap, longest(gap, chain(gap, left)), origins);
          }
        }
      });
    } while (origins.size() > before);
    return origins;
  }

  /** The moves during a stay that follow from each other. */
  private static List<LateMove> chain(PastStay gap, List<LateMove> moves) {
    var chain = new ArrayList<LateMove>();
    DevicePosition place = place(gap);
    for (LateMove move : moves) {
      boolean during = !move.at().isBefore(gap.since()) && (gap.until() == null || move.at().isBefore(gap.until()));
      if (during && (move.from() == null || move.from().equals(place)) && !move.to().equals(place)) {
        chain.add(move);
        place = move.to();
      }
    }
    return chain;
  }

  /** As much of a chain, from its beginning, as fits. */
  private List<LateMove> longest(PastStay gap, List<LateMove> chain) {
    for (int length = chain.size(); length > 0; length--) {
      boolean ends = gap.until() == null || chain.get(length - 1).to().equals(place(gap));
      if (ends && isFree(gap, chain.subList(0, length))) {
        return chain.subList(0, length);
      }
    }
    return List.of();
  }

  private boolean isFree(PastStay gap, List<LateMove> way) {
    for (int n = 0; n < way.size(); n++) {
      Instant until = n + 1 < way.size() ? way.get(n + 1).at() : gap.until();
      if (!stays.isFree(way.get(n).to(), way.get(n).at(), until, gap.stay())) {
        return false;
      }
    }
    return true;
  }

  private void insert(PastStay gap, List<LateMove> way, Map<Long, DevicePosition> origins) {
    DevicePosition from = place(gap);
    for (int n = 0; n < way.size(); n++) {
      LateMove move = way.get(n);
      LateMove next = n + 1 < way.size() ? way.get(n + 1) : null;
      if (n == 0) {
        stays.cut(gap.stay(), move.at(), move.event());
      }
      stays.add(gap.container(), Timeline.CONTAINER, move.to(), move.at(), move.event(),
          next == null ? gap.until() : next.at(), next == null ? gap.endedBy() : Long.valueOf(next.event()));
      origins.put(move.event(), from);
      from = move.to();
    }
  }

  private static DevicePosition place(PastStay gap) {
    return Objects.requireNonNull(gap.place(), "a container always stands somewhere");
  }
}
