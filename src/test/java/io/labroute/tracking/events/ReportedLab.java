package io.labroute.tracking.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A lab in which plates go round and get and lose their lids at random, and what its devices report of that. */
final class ReportedLab {

  static final int POSITIONS = 60;
  private static final Instant BEGIN = Instant.parse("2026-11-16T08:00:00Z");

  private static final int LIDS = 10;

  private final Map<String, Integer> places = new TreeMap<>();
  private final Map<String, Integer> lids = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();
  private final int plates;
  private int runs;
  private int moves;
  private int unlids;

  ReportedLab(int plates, int events, long seed) {
    this.plates = plates;
    var random = new Random(seed);
    Set<Integer> free = new HashSet<>();
    for (int n = 0; n < POSITIONS; n++) {
      if (n < plates) {
        places.put("P" + n, n);
      } else {
        free.add(n);
      }
    }
    for (int second = 1; lines.size() < events; second += 3) {
      String plate = "P" + random.nextInt(plates);
      int from = places.get(plate);
      int what = random.nextInt(4);
      if (what < 2) {
        moves++;
        int to = free.stream().sorted().skip(random.nextInt(free.size())).findFirst().orElseThrow();
        free.remove(to);
        free.add(from);
        places.put(plate, to);
        lines.add("""
            {"event": "moved", "at": "%s", "device": "Arm", "barcode": "%s", "source_device": "Round", "source_pos": %d, \
            "target_device": "Round", "target_pos": %d, "duration_s": 1.5}""".formatted(BEGIN.plusSeconds(second), plate, from, to));
      } else if (what == 2) {
        turnLid(plate, BEGIN.plusSeconds(second), random);
      } else {
        runs++;
        String fields = "\"device\": \"Reader\", \"run\": \"r%d\"".formatted(runs);
        lines.add("{\"event\": \"started\", \"at\": \"%s\", \"barcode\": \"%s\", \"fct\": \"read\", %s}"
            .formatted(BEGIN.plusSeconds(second), plate, fields));
        lines.add("{\"event\": \"%s\", \"at\": \"%s\", %s}"
            .formatted(runs % 10 == 0 ? "failed" : "finished", BEGIN.plusSeconds(second + 2), fields));
      }
    }
  }

  private void turnLid(String plate, Instant at, Random random) {
    Integer lies = lids.remove(plate);
    if (lies == null) {
      List<Integer> free = IntStream.range(0, LIDS).boxed().filter(n -> !lids.containsValue(n)).toList();
      if (free.isEmpty()) {
        return;
      }
      unlids++;
      lies = free.get(random.nextInt(free.size()));
      lids.put(plate, lies);
    }
    lines.add("""
        {"event": "%s", "at": "%s", "device": "Arm", "barcode": "%s", "lid_device": "Lids", "lid_pos": %d}"""
        .formatted(lids.containsKey(plate) ? "unlidded" : "lidded", at, plate, lies));
  }

  String configuration() {
    return "sila_servers: {all: {Round: {capacity: %d}, Lids: {capacity: %d}, Arm: {capacity: 1}, Reader: {capacity: 1}}}"
        .formatted(POSITIONS, LIDS);
  }

  String containers() {
    var text = new StringBuilder("barcode,device,position,lidded,at\n");
    for (int n = 0; n < plates; n++) {
      text.append("P%d,Round,%d,1,%s\n".formatted(n, n, BEGIN));
    }
    return text.toString();
  }

  /** What is reported, in the order in which it happened. */
  List<String> lines() {
    return lines;
  }

  int runs() {
    return runs;
  }

  int moves() {
    return moves;
  }

  /** How often a lid was taken off. */
  int unlids() {
    return unlids;
  }

  /** Where the lids lie that are off in the end. */
  Map<String, Integer> lids() {
    return lids;
  }

  /** Where every plate stands in the end. */
  Map<String, Integer> places() {
    return places;
  }
}
