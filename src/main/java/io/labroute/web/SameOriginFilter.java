package io.labroute.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites, open in the same browser, from calling the engine: requests must name this machine as their host,
 * and those that a page sends must come from our own pages.
 */
@Component
class SameOriginFilter extends OncePerRequestFilter {

  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (LOOPBACK_NAMES.contains(request.getServerName()) && isOurOwn(request.getHeader(HttpHeaders.ORIGIN), request)) {
      response.setHeader("Content-Security-Policy", "default-src 'self'; style-src 'self'; frame-ancestors 'none'");
      response.setHeader("X-Content-Type-Options", "nosniff");
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static boolean isOurOwn(@Nullable String origin, HttpServletRequest request) {
    if (origin == null) {
      return true;
    }
    try {
      URI uri = URI.create(origin);
      return LOOPBACK_NAMES.contains(String.valueOf(uri.getHost())) && uri.getPort() == request.getServerPort();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
