package io.labroute.execution.planning;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and how the lab's schedule is made, under {@code labroute.planning}.
 *
 * @param enabled false where another program gives jobs their times
 * @param file read anew for each plan
 */
@ConfigurationProperties("labroute.planning")
record PlanningProperties(@DefaultValue("true") boolean enabled, @DefaultValue("lab/planning.yaml") Path file) {}
