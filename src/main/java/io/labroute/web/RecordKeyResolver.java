package io.labroute.web;

import io.labroute.lab.Finding;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads the parts of a key as they stand, where Spring would split a single one at its commas. */
final class RecordKeyResolver implements HandlerMethodArgumentResolver {

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(RecordKey.class);
  }

  @Override
  public List<String> resolveArgument(MethodParameter parameter, ModelAndViewContainer container,
      NativeWebRequest request, WebDataBinderFactory binders) {
    String[] parts = request.getParameterValues("key");
    if (parts == null) {
      throw Finding.of("parameters.key-missing", "The record's key is missing.").allowed("key, once for each part")
          .refusal();
    }
    return List.of(parts);
  }
}
