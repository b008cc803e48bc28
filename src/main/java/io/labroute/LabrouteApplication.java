package io.labroute;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.PropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The engine. */
@SpringBootApplication
@EnableScheduling
@PropertySource("classpath:defaults.properties")
public class LabrouteApplication {

  public static void main(String[] arguments) {
    var application = new SpringApplication(LabrouteApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.run(arguments);
  }
}
