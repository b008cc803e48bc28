package io.labroute.tracking.events;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.events.DeviceEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What direct calls told of containers around the time of some reports. A device often reports, by its own clock, what somebody
 * has told by a call already: then it is the same, not a second move.
 */
final class DirectCalls {

  /** So far may a device's clock be from ours when it tells the same as a call. */
  static final Duration SAME = Duration.ofMinutes(2);

  /**
   * What a direct call told.
   *
   * @param reporters who told the same again already
   */
  record Call(long event, Kind kind, String barcode, Instant at, @Nullable DevicePosition from, @Nullable DevicePosition to,
      Set<String> reporters) {}

  /** When something was reported of a container. */
  record Moment(String barcode, Instant at) {}

  /** An event that tells what a call had told. */
  record ToldAgain(long event, long sameAs, String reporter) {}

  private final Map<String, List<Call>> byBarcode;
  private final List<ToldAgain> toldAgain = new ArrayList<>();

  DirectCalls(List<Call> calls) {
    byBarcode = calls.stream().collect(Collectors.groupingBy(Call::barcode));
  }

  /** The call that told the same, the nearest in time; places need to agree as far as both name them. */
  Optional<Call> same(Kind kind, String barcode, Instant at, @Nullable DevicePosition from, @Nullable DevicePosition to, String reporter) {
    return byBarcode.getOrDefault(barcode, List.of()).stream()
        .filter(call -> call.kind() == kind && agree(call.from(), from) && agree(call.to(), to) && !call.reporters().contains(reporter)
            && away(call, at).compareTo(SAME) <= 0)
        .min(Comparator.comparing((Call call) -> away(call, at)).thenComparing(Call::event));
  }

  /** An event tells what a call had told. */
  void told(long event, Call call, String reporter) {
    call.reporters().add(reporter);
    toldAgain.add(new ToldAgain(event, call.event(), reporter));
  }

  List<ToldAgain> toldAgain() {
    return toldAgain;
  }

  private static Duration away(Call call, Instant at) {
    return Duration.between(call.at(), at).abs();
  }

  private static boolean agree(@Nullable DevicePosition one, @Nullable DevicePosition other) {
    return one == null || other == null || one.equals(other);
  }
}
