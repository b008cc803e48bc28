package io.labroute.ingest;

import io.labroute.platform.ContentFolder;
import io.labroute.platform.EngineProperties;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
class IngestConfiguration {

  @Bean
  EngineId engineId(EngineProperties engine) throws IOException {
    return EngineId.in(engine.data());
  }

  @Bean
  ContentFolder contentFolder(EngineProperties engine, EngineId id) throws IOException {
    var contents = new ContentFolder(engine.contents(), id.text());
    contents.sweep();
    return contents;
  }

  @Bean
  Claims claims(ContentFolder contents, IngestProperties limits) {
    return new Claims(contents, limits.largestFile().toBytes());
  }

  @Bean
  Suspects suspects() {
    return new Suspects();
  }

  @Bean
  @ConditionalOnMissingBean
  IngestMilestones noMilestones() {
    return (milestone, kind) -> { };
  }
}
