package io.labroute.platform;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AbstractDependsOnBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The engine lock, then the embedded database unless {@code spring.datasource.url} names a server, then Spring Boot's
 * own connection pool and migrations on it; they are closed the other way round.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
class DatabaseConfiguration {

  @Bean
  EngineLock engineLock(EngineProperties engine) {
    return EngineLock.acquire(engine.data());
  }

  /** With a database server of the lab's own, too, nothing happens before the lock is held. */
  @Bean
  static BeanFactoryPostProcessor connectsOnlyUnderTheLock() {
    return new AfterTheLock();
  }

  private static final class AfterTheLock extends AbstractDependsOnBeanFactoryPostProcessor {

    AfterTheLock() {
      super(DataSource.class, EngineLock.class);
    }
  }

  @Bean
  @Conditional(NoDatabaseServer.class)
  EmbeddedPostgres embeddedPostgres(EngineProperties engine, EngineLock lock) {
    return EmbeddedPostgres.start(engine.data(), engine.database().port(), engine.database().password(), lock);
  }

  @Bean
  @Conditional(NoDatabaseServer.class)
  JdbcConnectionDetails embeddedConnection(EmbeddedPostgres server) {
    return new EmbeddedConnection(server);
  }

  private record EmbeddedConnection(EmbeddedPostgres server) implements JdbcConnectionDetails {

    @Override
    public String getUsername() {
      return server.user();
    }

    @Override
    public String getPassword() {
      return server.password();
    }

    @Override
    public String getJdbcUrl() {
      return server.jdbcUrl();
    }
  }

  @Bean
  FlywayMigrationStrategy migrations(LabNature lab) {
    var migrations = new SiteMigrations(Path.of(StartChecks.MIGRATIONS, "site"));
    return product -> {
      migrations.migrate(product);
      LabMark.require(product.getConfiguration().getDataSource(), lab);
    };
  }
}
