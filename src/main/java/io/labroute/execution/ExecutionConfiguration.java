package io.labroute.execution;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ExecutionConfiguration {

  @Bean
  @ConditionalOnMissingBean
  PlacementMilestones noPlacementMilestones() {
    return milestone -> { };
  }
}
