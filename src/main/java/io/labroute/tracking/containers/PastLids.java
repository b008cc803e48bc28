package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.containers.PastStayRepository.PastStay;
import io.labroute.tracking.containers.ReportedActs.LateLid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts into the past what was reported late of lids. A lid that was thought to be on, or off, for a while may have been off, or
 * on, in between; it ends as it was thought to end, unless it is thought to be so still. Where it lay must have been free then.
 */
@Component
class PastLids {

  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final PastStayRepository stays;

  PastLids(PastStayRepository stays) {
    this.stays = stays;
  }

  /**
   * A while during which a lid was thought to be on, or off.
   *
   * @param off the stay of the lid; null while it is on
   */
  private record While(long container, @Nullable PastStay off, Instant since, @Nullable Instant until) {

    private boolean holds(LateLid lid) {
      return !lid.at().isBefore(since) && (until == null || lid.at().isBefore(until));
    }
  }

  /** Puts in what fits, in the caller's transaction, which holds the containers; tells the events of it. */
  Set<Long> insert(List<LateLid> late) {
    var inserted = new HashSet<Long>();
    Map<String, List<LateLid>> byBarcode =
        late.stream().collect(Collectors.groupingBy(LateLid::barcode, TreeMap::new, Collectors.toList()));
    int before;
    do {
      before = inserted.size();
      byBarcode.forEach((barcode, lids) -> {
        List<LateLid> left = lids.stream().filter(lid -> !inserted.contains(lid.event())).toList();
        for (While gap : left.isEmpty() ? List.<While>of() : whiles(barcode, left.get(0).at())) {
          List<LateLid> changes = longest(gap, chain(gap, left));
          insert(gap, changes);
          changes.forEach(lid -> inserted.add(lid.event()));
        }
      });
    } while (inserted.size() > before);
    return inserted;
  }

  /** From a moment on. */
  private List<While> whiles(String barcode, Instant first) {
    var whiles = new ArrayList<While>();
    for (var registered : stays.registered(barcode)) {
      Instant since = registered.since().isAfter(first) ? registered.since() : first;
      for (PastStay off : stays.stays(barcode, Timeline.LID, first, FAR)) {
        whiles.add(new While(registered.container(), null, since, off.since()));
        whiles.add(new While(registered.container(), off, off.since(), off.until()));
        if (off.until() == null) {
          return whiles;
        }
        since = off.until();
      }
      whiles.add(new While(registered.container(), null, since, null));
    }
    return whiles;
  }

  /** The changes during a while that follow from each other: off and on in turn, each lid fetched where it lay. */
  private static List<LateLid> chain(While gap, List<LateLid> lids) {
    var chain = new ArrayList<LateLid>();
    boolean off = gap.off() != null;
    DevicePosition site = gap.off() == null ? null : gap.off().place();
    for (LateLid lid : lids) {
      boolean there = lid.off() || lid.site() == null || site == null || lid.site().equals(site);
      if (gap.holds(lid) && lid.off() != off && there) {
        chain.add(lid);
        off = lid.off();
        site = off ? lid.site() : null;
      }
    }
    return chain;
  }

  /** As much of a chain, from its beginning, as fits. */
  private List<LateLid> longest(While gap, List<LateLid> chain) {
    for (int length = chain.size(); length > 0; length--) {
      boolean ends = gap.until() == null || length % 2 == 0;
      if (ends && isFree(gap, chain.subList(0, length))) {
        return chain.subList(0, length);
      }
    }
    return List.of();
  }

  private boolean isFree(While gap, List<LateLid> changes) {
    for (int n = 0; n < changes.size(); n++) {
      DevicePosition site = changes.get(n).off() ? changes.get(n).site() : null;
      Instant until = n + 1 < changes.size() ? changes.get(n + 1).at() : gap.until();
      if (site != null && !stays.isFree(site, changes.get(n).at(), until, gap.off() == null ? null : gap.off().stay())) {
        return false;
      }
    }
    return true;
  }

  private void insert(While gap, List<LateLid> changes) {
    for (int n = 0; n < changes.size(); n++) {
      LateLid lid = changes.get(n);
      LateLid next = n + 1 < changes.size() ? changes.get(n + 1) : null;
      if (lid.off()) {
        Long endedBy = gap.off() == null ? null : gap.off().endedBy();
        stays.add(gap.container(), Timeline.LID, lid.site(), lid.at(), lid.event(), next == null ? gap.until() : next.at(),
            next == null ? endedBy : Long.valueOf(next.event()));
      } else if (n == 0 && gap.off() != null) {
        stays.cut(gap.off().stay(), lid.at(), lid.event());
      }
    }
  }
}
