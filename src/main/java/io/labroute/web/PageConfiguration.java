package io.labroute.web;

import io.labroute.lab.SafeFileName;
import io.labroute.platform.EngineProperties;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the pages need to show things rightly. */
@Configuration(proxyBeanMethods = false)
public class PageConfiguration {

  /** Shows names of files so that hidden characters are seen. */
  public static final class Names {
    public String printable(String name) {
      return SafeFileName.printable(name);
    }
  }

  @Bean
  Names names() {
    return new Names();
  }

  @Bean
  ZoneId labZone(EngineProperties engine) {
    return engine.zone();
  }
}
