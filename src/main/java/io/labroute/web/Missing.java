package io.labroute.web;

import io.labroute.lab.Finding;

/** What was asked for does not exist. */
final class Missing extends RuntimeException {

  private final transient Finding finding;

  Missing(String what, Object value) {
    super(what);
    this.finding = Finding.of("web.missing", what).value(String.valueOf(value));
  }

  Finding finding() {
    return finding;
  }
}
