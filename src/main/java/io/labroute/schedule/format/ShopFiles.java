package io.labroute.schedule.format;

import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * Job shops in the standard form (jobs and machines, then a line a job with machine and duration of each operation, machines
 * from 0) and flexible job shops ({@code .fjs}: operations with a choice of machines, from 1).
 */
final class ShopFiles {

  private static final int MOST = 100_000;

  private ShopFiles() {}

  static boolean looksLikeJobShop(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).limit(2).toList();
    return lines.size() == 2 && lines.stream().allMatch(line -> line.matches("[\\d\\s]+"))
        && lines.get(0).trim().split("\\s+").length == 2;
  }

  static Problem jobShop(String name, String text) {
    var numbers = new Numbers(text);
    int jobs = numbers.next(1, MOST);
    int machines = numbers.next(1, MOST);
    var shop = new Shop(name, machines);
    for (int job = 0; job < jobs; job++) {
      for (int operation = 0; operation < machines; operation++) {
        int machine = numbers.next(0, machines - 1) + 1;
        shop.add(job, operation, List.of(Mode.of(numbers.next(0, MOST), Use.of("m" + machine))));
      }
    }
    return shop.problem();
  }

  static Problem flexible(String name, String text) {
    var numbers = new Numbers(text);
    int jobs = numbers.next(1, MOST);
    int machines = numbers.next(1, MOST);
    numbers.skipLine();
    var shop = new Shop(name, machines);
    for (int job = 0; job < jobs; job++) {
      int operations = numbers.next(1, MOST);
      for (int operation = 0; operation < operations; operation++) {
        List<Mode> modes = new ArrayList<>();
        int choices = numbers.next(1, MOST);
        for (int choice = 0; choice < choices; choice++) {
          int machine = numbers.next(1, machines);
          modes.add(Mode.of(numbers.next(0, MOST), Use.of("m" + machine)));
        }
        shop.add(job, operation, modes);
      }
    }
    return shop.problem();
  }

  private static final class Shop {
    private final String name;
    private final List<Device> devices = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Lag> lags = new ArrayList<>();

    Shop(String name, int machines) {
      this.name = name;
      for (int machine = 1; machine <= machines; machine++) {
        devices.add(Device.of("m" + machine, 1));
      }
    }

    /** An operation without duration needs no machine. */
    void add(int job, int operation, List<Mode> modes) {
      String id = "j%d/%d".formatted(job + 1, operation + 1);
      steps.add(Step.of(id, "j" + (job + 1)).modes(modes.stream().map(mode -> mode.duration() == 0 ? Mode.of(0) : mode)
          .toList()));
      if (operation > 0) {
        lags.add(Lag.after("j%d/%d".formatted(job + 1, operation), id));
      }
    }

    Problem problem() {
      long horizon = steps.stream().mapToLong(step -> step.modes().stream().mapToLong(Mode::duration).max().orElse(0)).sum();
      return Problem.of(name, Math.max(1, horizon), devices, steps, lags);
    }
  }
}
