package io.labroute.routing;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.Service;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Language;

/**
 * The engine's beans as a trial may see them: without those that a Camel context takes over and stops with itself.
 */
record BeansOfTrial(BeanRepository beans) implements BeanRepository {

  private static boolean mayBeSeen(Object bean) {
    return !(bean instanceof Component || bean instanceof DataFormat || bean instanceof Language
        || bean instanceof RoutesBuilder || bean instanceof Service || bean instanceof CamelContextAware);
  }

  @Override
  public Object lookupByName(String name) {
    Object bean = beans.lookupByName(name);
    return bean != null && mayBeSeen(bean) ? bean : null;
  }

  @Override
  public <T> T lookupByNameAndType(String name, Class<T> type) {
    T bean = beans.lookupByNameAndType(name, type);
    return bean != null && mayBeSeen(bean) ? bean : null;
  }

  @Override
  public <T> Map<String, T> findByTypeWithName(Class<T> type) {
    return beans.findByTypeWithName(type).entrySet().stream().filter(bean -> mayBeSeen(bean.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public <T> Set<T> findByType(Class<T> type) {
    return beans.findByType(type).stream().filter(BeansOfTrial::mayBeSeen).collect(Collectors.toSet());
  }
}
