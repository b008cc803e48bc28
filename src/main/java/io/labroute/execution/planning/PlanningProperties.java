package io.labroute.execution.planning;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where it is said how the lab's schedule is made, under {@code labroute.planning}.
 *
 * @param file read anew for each plan
 */
@ConfigurationProperties("labroute.planning")
record PlanningProperties(@DefaultValue("lab/planning.yaml") Path file) {}
