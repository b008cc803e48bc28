package io.labroute.timing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who knows how long something takes, the one that looks most closely first. */
enum Historian {
  /** Moves between the same two devices. */
  MOVES {
    @Override
    boolean knows(StepQuestion question) {
      return question.isMove();
    }

    @Override
    String of(StepQuestion question) {
      return "moves %s → %s".formatted(question.originDevice(), question.destinationDevice());
    }
  },
  /** The same function with the same parameters on the same device. */
  PROTOCOL {
    @Override
    boolean knows(StepQuestion question) {
      return !question.isMove() && question.device() != null && question.parameters() != null;
    }

    @Override
    String of(StepQuestion question) {
      return "runs of %s on %s with the same parameters".formatted(question.fct(), question.device());
    }
  },
  /** The same method, on any device and with any other parameters. */
  METHOD {
    @Override
    boolean knows(StepQuestion question) {
      return !question.isMove() && question.method() != null;
    }

    @Override
    String of(StepQuestion question) {
      return "runs of %s by the method %s".formatted(question.fct(), question.method());
    }
  },
  /** The same function on the same device. */
  GENERAL {
    @Override
    boolean knows(StepQuestion question) {
      return !question.isMove() && question.device() != null;
    }

    @Override
    String of(StepQuestion question) {
      return "runs of %s on %s with whatever parameters".formatted(question.fct(), question.device());
    }
  },
  /** The same function anywhere. */
  FUNCTION {
    @Override
    boolean knows(StepQuestion question) {
      return !question.isMove();
    }

    @Override
    String of(StepQuestion question) {
      return "runs of %s on any device".formatted(question.fct());
    }
  };

  /** Whether a question tells enough for it. */
  abstract boolean knows(StepQuestion question);

  /** What it looks at, for people, in the plural. */
  abstract String of(StepQuestion question);

  @JsonValue
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
