package io.labroute.ingest.format;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refusal says. */
final class Refusals {

  private Refusals() {}

  static Finding refusalOf(ThrowingCallable reading) {
    Refusal refusal = catchThrowableOfType(Refusal.class, reading);
    if (refusal == null) {
      throw new AssertionError("nothing was refused");
    }
    return refusal.finding();
  }
}
