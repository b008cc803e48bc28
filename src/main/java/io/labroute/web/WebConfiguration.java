package io.labroute.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.SafeFileName;
import io.labroute.platform.EngineProperties;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What pages and the description of the API need to show things rightly. */
@Configuration(proxyBeanMethods = false)
public class WebConfiguration implements WebMvcConfigurer {

  private final ObjectMapper json;

  WebConfiguration(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RecordKeyResolver());
  }

  /** Last, so that who accepts anything gets JSON. */
  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.add(new CsvAnswers(json));
  }

  /** {@code ?format=csv} asks for a table where a header cannot be sent, as in a link. */
  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.favorParameter(true).parameterName("format").mediaType("csv", CsvAnswers.CSV)
        .mediaType("json", MediaType.APPLICATION_JSON);
  }

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

  /** Shows times of the database in the lab's zone. */
  public record Times(ZoneId zone) {

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** The time, or nothing where there is none. */
    public String shown(@Nullable String iso) {
      return iso == null ? "" : SHOWN.format(OffsetDateTime.parse(iso).atZoneSameInstant(zone));
    }

    /** The moment, or nothing where there is none. */
    public String moment(@Nullable Instant moment) {
      return moment == null ? "" : SHOWN.format(moment.atZone(zone));
    }
  }

  @Bean
  Times times(EngineProperties engine) {
    return new Times(engine.zone());
  }

  @Bean
  OpenAPI api() {
    return new OpenAPI().info(new Info().title("Labroute").version("1")
        .description("Files, what they hold, and what became of them. Errors are problem details (RFC 9457) with a code."));
  }

  @Bean
  ZoneId labZone(EngineProperties engine) {
    return engine.zone();
  }
}
