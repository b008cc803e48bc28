package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Prints a refusal that ends the start as the plain text it is, without the stack of beans it came through. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusalAnalyzer extends AbstractFailureAnalyzer<Refusal> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, Refusal refusal) {
    Finding finding = refusal.finding();
    String advice = finding.maybe();
    return new FailureAnalysis(
        finding.maybe(null).text(), advice == null ? null : "Maybe " + advice, refusal);
  }
}
