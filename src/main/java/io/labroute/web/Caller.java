package io.labroute.web;

/** Who calls: until users are configured, whoever sits at this machine. */
final class Caller {

  static final String NAME = "local user";

  private Caller() {}
}
