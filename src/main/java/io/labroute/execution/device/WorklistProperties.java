package io.labroute.execution.device;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where worklists go, under {@code labroute.worklists}.
 *
 * @param folder holds one folder for each device, unless its profile says otherwise
 * @param profiles holds one file for each device
 */
@ConfigurationProperties("labroute.worklists")
record WorklistProperties(@DefaultValue("worklists-out") Path folder, @DefaultValue("lab/devices") Path profiles) {}
