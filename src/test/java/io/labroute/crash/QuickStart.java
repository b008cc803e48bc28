package io.labroute.crash;

/** Options that bring a Java machine up sooner, for engines that do not live long. */
final class QuickStart {

  static final String[] OPTIONS = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

  private QuickStart() {}
}
