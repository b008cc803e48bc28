package io.labroute.simulation;

import io.labroute.lab.Finding;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The simulated lab, under {@code labroute.simulation}.
 *
 * @param speed seconds of the lab in a second while nothing but time has to pass; 1 for real time
 * @param seed from which all chance follows
 * @param variation of durations, as a coefficient of variation
 */
@ConfigurationProperties("labroute.simulation")
record SimulationProperties(@DefaultValue("14400") double speed, @DefaultValue("1") long seed, @DefaultValue("0.1") double variation,
    @DefaultValue Failures failures) {

  /**
   * How often things go wrong, each as a share of all cases.
   *
   * @param step a step that no worklist does fails
   * @param worklist a worklist is aborted halfway
   * @param deviceDown a device goes down while it works, and what it does fails
   * @param late an end is reported late
   * @param wrongPlate a person puts a wrong plate down first, and exchanges it a while later
   */
  record Failures(@DefaultValue("0") double step, @DefaultValue("0") double worklist, @DefaultValue("0") double deviceDown,
      @DefaultValue("0") double late, @DefaultValue("0") double wrongPlate) {

    Failures {
      requireShare("step", step);
      requireShare("worklist", worklist);
      requireShare("device-down", deviceDown);
      requireShare("late", late);
      requireShare("wrong-plate", wrongPlate);
    }

    private static void requireShare(String word, double rate) {
      if (!(rate >= 0 && rate <= 1)) {
        throw Finding.of("simulation.rate", "This is no share of all cases.")
            .value("labroute.simulation.failures.%s: %s".formatted(word, rate)).allowed("0 to 1").refusal();
      }
    }
  }

  SimulationProperties {
    if (!(speed >= 1 && speed <= 1_000_000)) {
      throw Finding.of("simulation.speed", "The simulated lab cannot run at this speed.").value("labroute.simulation.speed: " + speed)
          .allowed("1 to 1000000 seconds of the lab in a second").refusal();
    }
    if (!(variation >= 0 && variation <= 0.3)) {
      throw Finding.of("simulation.variation", "Durations cannot vary this much.").value("labroute.simulation.variation: " + variation)
          .allowed("0 to 0.3").refusal();
    }
  }
}
