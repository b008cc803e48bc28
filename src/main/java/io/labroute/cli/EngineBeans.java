package io.labroute.cli;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** All beans of the rooms: for words that ask the engine's own rules. Those of the platform come with its tool context. */
@ComponentScan(basePackages = "io.labroute", excludeFilters = {
    @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.labroute\\.(platform\\.[A-Z]|web|cli).*"),
    @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.labroute\\.LabrouteApplication")})
final class EngineBeans {

  private EngineBeans() {}
}
