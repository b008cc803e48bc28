package io.labroute.lab;

/** Something is refused as a whole; {@link #finding()} tells why and what to do. */
public final class Refusal extends RuntimeException {

  private final transient Finding finding;

  public Refusal(Finding finding) {
    super(finding.text());
    this.finding = finding;
  }

  public Finding finding() {
    return finding;
  }
}
