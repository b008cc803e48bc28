package io.labroute.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the parameters of a protocol one spelling for each unit: {@code volume_mL}, {@code volumes_uL_reference} and the like
 * become millilitres, {@code temp_C} becomes {@code temperature_c}. What is a quantity has to be a number.
 */
final class ProtocolUnits {

  private static final Pattern VOLUME = Pattern.compile("(volumes?)_(ml|ul|µl|μl)(_[a-z_]+)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern TEMPERATURE = Pattern.compile("temp(erature)?_c", Pattern.CASE_INSENSITIVE);
  private static final Set<String> TIMES = Set.of("seconds", "minutes", "hours", "interval_days");
  private static final BigDecimal COLDEST = new BigDecimal("-273.15");
  private static final BigDecimal HOTTEST = new BigDecimal("200");

  private ProtocolUnits() {}

  /**
   * The parameters in the usual spelling.
   *
   * @throws Refusal when a quantity is no number, impossible, or stated in two spellings
   */
  static ObjectNode normal(Mapping parameters) {
    var normal = JsonNodeFactory.instance.objectNode();
    for (var entry : parameters.entries()) {
      Matcher volume = VOLUME.matcher(entry.key());
      String key = entry.key();
      JsonNode value;
      if (volume.matches()) {
        String suffix = volume.group(3) == null ? "" : volume.group(3).toLowerCase(Locale.ROOT);
        key = volume.group(1).toLowerCase(Locale.ROOT) + "_ml" + suffix;
        value = volumes(entry.value(), volume.group(2).equalsIgnoreCase("ml") ? 0 : 3);
      } else if (TEMPERATURE.matcher(entry.key()).matches()) {
        key = "temperature_c";
        value = JsonNodeFactory.instance.numberNode(quantity(entry.value(), COLDEST, HOTTEST));
      } else if (TIMES.contains(entry.key())) {
        value = JsonNodeFactory.instance.numberNode(notNegative(entry.value()));
      } else {
        value = entry.value() instanceof Mapping inner && !inner.entries().isEmpty() ? normal(inner)
            : TreeAsJson.json(entry.value());
      }
      if (normal.has(key)) {
        throw Finding.of("cell-line.two-spellings", "The quantity stands here in two spellings.").at(entry.value().place())
            .value(entry.key()).maybe("two versions were merged: keep the one that is right.").refusal();
      }
      normal.set(key, value);
    }
    return normal;
  }

  private static JsonNode volumes(TreeNode node, int decimals) {
    if (node instanceof Mapping map && !map.entries().isEmpty()) {
      var volumes = JsonNodeFactory.instance.objectNode();
      map.entries().forEach(entry -> volumes.set(entry.key(), volumes(entry.value(), decimals)));
      return volumes;
    }
    return JsonNodeFactory.instance.numberNode(notNegative(node).movePointLeft(decimals));
  }

  private static BigDecimal notNegative(TreeNode node) {
    return quantity(node, BigDecimal.ZERO, new BigDecimal("1e9"));
  }

  private static BigDecimal quantity(TreeNode node, BigDecimal lowest, BigDecimal highest) {
    if (!(node instanceof Scalar scalar)) {
      throw Finding.of("cell-line.not-a-quantity", "A number is expected here.").at(node.place())
          .value(node instanceof Sequence ? "a list" : "a mapping").refusal();
    }
    BigDecimal number = scalar.number();
    if (number.compareTo(lowest) < 0 || number.compareTo(highest) > 0) {
      throw Finding.of("cell-line.impossible", "The quantity is impossible.").at(node.place()).value(scalar.text())
          .allowed("%s to %s".formatted(lowest.toPlainString(), highest.toPlainString())).refusal();
    }
    return number;
  }
}
