package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import io.labroute.lab.Volume;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be set in the steps of an assay.
 *
 * @param usual the value where a plan gives none; null if it has to
 * @param from the least value, as it is written; null for none
 */
record Parameter(String name, Type type, @Nullable Scalar usual, @Nullable String from, @Nullable String to) {

  private static final Set<String> WORDS = Set.of("type", "usual", "from", "to");

  /** What a parameter can be. */
  enum Type {
    TEXT, COUNT, VOLUME, DURATION, TEMPERATURE, LENGTH, ROTATION,
    /** A position of a device, for the first plate; each further plate takes the next one. */
    POSITION
  }

  static Parameter read(String name, TreeNode node) {
    Fields fields = Fields.of(node, WORDS);
    var parameter = new Parameter(name, Fields.choice(fields.required("type"), Type.class),
        fields.has("usual") ? Fields.scalar(fields.required("usual")) : null, fields.optional("from"), fields.optional("to"));
    if (parameter.type == Type.TEXT && (fields.has("from") || fields.has("to"))) {
      throw Finding.of("proposal.parameter-range", "A text has no range.").at(node.place()).value(name).refusal();
    }
    for (String bound : new String[] {"from", "to"}) {
      if (fields.has(bound)) {
        parameter.number(Fields.scalar(fields.required(bound)));
      }
    }
    if (parameter.usual != null) {
      parameter.check(parameter.usual);
    }
    return parameter;
  }

  /** Refuses a value of another type or out of range. */
  void check(Scalar value) {
    if (type == Type.TEXT) {
      if (value.text().isBlank()) {
        throw Finding.of("proposal.parameter", "The parameter %s needs a text.".formatted(name)).at(value.place()).refusal();
      }
      return;
    }
    BigDecimal number = number(value);
    boolean low = from != null && number.compareTo(number(new Scalar(value.place(), from, true))) < 0;
    boolean high = to != null && number.compareTo(number(new Scalar(value.place(), to, true))) > 0;
    if (low || high) {
      throw Finding.of("proposal.parameter-range", "The value of %s is out of range.".formatted(name)).at(value.place())
          .value(value.text()).allowed(to == null ? "at least " + from : from == null ? "at most " + to : from + " to " + to)
          .maybe("the unit is another one than meant.").refusal();
    }
  }

  private BigDecimal number(Scalar value) {
    return Fields.at(value, () -> switch (type) {
      case TEXT -> throw new IllegalStateException("a text is no number");
      case COUNT, POSITION -> BigDecimal.valueOf(value.integer());
      case VOLUME -> Volume.parse(value.text()).microlitres();
      case DURATION, TEMPERATURE, LENGTH, ROTATION -> Quantity.parse(value.text(), Dimension.valueOf(type.name())).base();
    });
  }

  /** Its value for a plate, counted from 0. */
  String value(Scalar given, int plate) {
    return type == Type.POSITION ? String.valueOf(given.integer() + plate) : given.text();
  }

  boolean isNumber() {
    return type == Type.COUNT || type == Type.POSITION;
  }
}
