package io.labroute.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Problems that tests of several rooms use. */
public final class Examples {

  private Examples() {}

  /** Plates that are seeded, incubated, washed and read, moved by one arm, with longest waits and room that is scarce. */
  public static Problem day(int plates) {
    List<Device> devices = List.of(new Device("lh", 2, 1, 1, List.of()), new Device("inc", 2, 6, 6, List.of()),
        new Device("wash", 1, 1, 1, List.of(new Closure(300, 320, "cleaning"))), new Device("read", 1, 1, 1, List.of()),
            Device.of("arm", 1));
    return day("day of " + plates, plates, devices, new String[] {"seed", "incubate", "wash", "read"},
        new String[] {"lh", "inc", "wash", "read"}, new long[] {20, 100, 8, 12}, new long[4], new long[] {30, 40, 10, 60});
  }

  /** Plates that are seeded, spun two to four at a time in a centrifuge that rests while it is loaded, and read. */
  public static Problem spinDay(int plates) {
    List<Device> devices = List.of(new Device("lh", 2, 1, 1, List.of()), new Device("spin", 1, 4, 4, List.of(), false, 2),
        new Device("read", 1, 1, 1, List.of()), Device.of("arm", 1));
    return day("spin day of " + plates, plates, devices, new String[] {"seed", "spin", "read"}, new String[] {"lh", "spin", "read"},
        new long[] {20, 30, 12}, new long[] {0, 90, 0}, new long[] {60, 90, 60});
  }

  /** Plates that are seeded, shaken one at a time on a shaker with three places that rests while it is loaded, and read. */
  public static Problem shakeDay(int plates) {
    List<Device> devices = List.of(new Device("lh", 2, 1, 1, List.of()), new Device("shake", 1, 1, 3, List.of(), false, 0),
        new Device("read", 1, 1, 1, List.of()), Device.of("arm", 1));
    return day("shake day of " + plates, plates, devices, new String[] {"seed", "shake", "read"},
        new String[] {"lh", "shake", "read"}, new long[] {20, 15, 12}, new long[] {0, 60, 0}, new long[] {60, 60, 60});
  }

  private static Problem day(String name, int plates, List<Device> devices, String[] names, String[] places, long[] durations,
      long[] waitsThere, long[] waits) {
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (int p = 1; p <= plates; p++) {
      String plate = "P%03d".formatted(p);
      for (int k = 0; k <= names.length; k++) {
        String move = plate + (k < names.length ? "/to-" + names[k] : "/home");
        steps.add(Step.of(move, plate, Mode.of(3, Use.of("arm"))));
        if (k < names.length) {
          String next = plate + (k + 1 < names.length ? "/to-" + names[k + 1] : "/home");
          String step = plate + "/" + names[k];
          steps.add(Step.of(step, plate, Mode.of(durations[k], Use.of(places[k]))).hold(new Hold(move, next)));
          lags.add(Lag.hard("at once", Point.end(move), Point.start(step), 0, waitsThere[k]));
          lags.add(Lag.hard("wait after " + names[k], Point.end(step), Point.start(next), 0, waits[k]));
        }
      }
    }
    return Problem.of(name, 400 + 60L * plates, devices, steps, lags);
  }

  /** The same day without the closed time, so that every plate can go the same way. */
  public static Problem campaign(int plates) {
    Problem day = day(plates);
    return day.devices(day.devices().stream().map(device -> device.closed(List.of())).toList());
  }

  /** Jobs of three operations on three machines, some with a choice, some tied by a longest wait. */
  public static Problem smallShop(long seed, int jobs) {
    var random = new Random(seed);
    List<Device> devices = IntStream.range(0, 3).mapToObj(m -> Device.of("m" + m, 1 + random.nextInt(2))).toList();
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (int j = 0; j < jobs; j++) {
      for (int o = 0; o < 3; o++) {
        String id = "j" + j + "/" + o;
        Mode mode = Mode.of(1 + random.nextInt(5), Use.of("m" + random.nextInt(3)));
        Mode other = Mode.of(1 + random.nextInt(5), Use.of("m" + random.nextInt(3)));
        steps.add(random.nextInt(3) == 0 ? Step.of(id, "j" + j, mode, other) : Step.of(id, "j" + j, mode));
        if (o > 0) {
          lags.add(Lag.after("j" + j + "/" + (o - 1), id));
          if (random.nextInt(3) == 0) {
            lags.add(Lag.hard("soon", Point.end("j" + j + "/" + (o - 1)), Point.start(id), 0, (long) random.nextInt(4)));
          }
        }
      }
    }
    return Problem.of("shop " + seed, 60, devices, steps, lags);
  }
}
