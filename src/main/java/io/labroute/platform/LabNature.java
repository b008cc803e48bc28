package io.labroute.platform;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Whether this engine runs a real lab, or a simulated one that is its own world: there, what devices report as simulated is what
 * happens.
 */
public record LabNature(boolean isSimulated) {

  /** Simulates a lab when it is active; {@code --simulate} on the command line activates it. */
  public static final String PROFILE = "simulate";

  static LabNature of(Environment settings) {
    return new LabNature(settings.acceptsProfiles(Profiles.of(PROFILE)));
  }
}
