package io.labroute.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogSet;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads what is stated on one cell line. Metadata of its own, and {@code cell_type}, {@code coating_required},
 * {@code coating_reagent}, {@code cost_tier} of its {@code profile}, are the cell line; everything else in the profile is a
 * characteristic; {@code passage}, {@code thaw}, {@code feed} and every other block with a {@code reference_vessel} hold one
 * protocol for each vessel.
 */
final class CellLineBlock {

  private static final Set<String> TEXTS = Set.of("display_name", "growth_media", "wash_buffer", "detach_reagent");
  private static final Set<String> PROFILE_OF_LINE = Set.of("cell_type", "coating_required", "coating_reagent", "cost_tier");
  private static final Set<String> PROTOCOLS = Set.of("passage", "thaw", "feed");
  private static final Set<String> KNOWN_SETTINGS = Set.of("reference_vessel", "media");

  private final String line;
  private final Mapping block;
  private final TreeParts<CatalogRecord> parts;
  private final ObjectNode values = JsonNodeFactory.instance.objectNode();
  private final ObjectNode stated = JsonNodeFactory.instance.objectNode();
  private final ObjectNode referenceVessels = JsonNodeFactory.instance.objectNode();
  private final List<Runnable> belonging = new ArrayList<>();
  private int leaves;
  private int extraLeaves;

  CellLineBlock(String line, Mapping block, TreeParts<CatalogRecord> parts) {
    this.line = line;
    this.block = block;
    this.parts = parts;
  }

  /** Whether a block speaks of a cell line as such, rather than of its simulation. */
  static boolean looksLikeOne(TreeNode node) {
    return node instanceof Mapping block && block.entries().stream().anyMatch(entry -> TEXTS.contains(entry.key())
        || entry.key().equals("profile") || entry.key().equals("coating") || isProtocol(entry));
  }

  /**
   * Hands on the cell line and all that belongs to it.
   *
   * @throws Refusal when what it is cannot be read; then nothing has been handed on
   */
  void read() {
    for (var entry : block.entries()) {
      if (entry.key().equals("profile") && entry.value() instanceof Mapping profile) {
        profile(profile);
      } else if (isProtocol(entry)) {
        protocol(entry.key(), (Mapping) entry.value());
      } else {
        metadata(entry);
      }
    }
    values.set("reference_vessels", referenceVessels);
    values.set("stated", stated);
    parts.intake().record(new CatalogRecord(CatalogSet.CELL_LINES, List.of(line), values, block.pointer(), leaves, extraLeaves));
    CellLineContradictions.in(line, block).forEach(parts.intake()::warn);
    belonging.forEach(Runnable::run);
  }

  private static boolean isProtocol(Mapping.Entry entry) {
    return entry.value() instanceof Mapping section && !entry.key().equals("profile")
        && (PROTOCOLS.contains(entry.key()) || section.get("reference_vessel").isPresent());
  }

  private void metadata(Mapping.Entry entry) {
    stated.set(entry.key(), TreeAsJson.json(entry.value()));
    if (TEXTS.contains(entry.key())) {
      text(entry.key(), parts.scalar(entry.value()));
    } else if (entry.key().equals("coating")) {
      values.set("coating", TreeAsJson.json(entry.value()));
    } else if (PROFILE_OF_LINE.contains(entry.key())) {
      ofLine(entry);
    } else if (!entry.key().equals("profile")) {
      extraLeaves += Leaves.count(entry.value());
      parts.warnUnknown(entry, "a cell line");
      return;
    }
    leaves += Leaves.count(entry.value());
  }

  private void profile(Mapping profile) {
    ObjectNode statedProfile = stated.putObject("profile");
    if (profile.entries().isEmpty()) {
      leaves++;
    }
    for (var entry : profile.entries()) {
      if (PROFILE_OF_LINE.contains(entry.key())) {
        statedProfile.set(entry.key(), TreeAsJson.json(entry.value()));
        ofLine(entry);
        leaves += Leaves.count(entry.value());
      } else {
        belonging.add(() -> parts.record(entry.value(), () -> characteristic(entry)));
      }
    }
  }

  private void ofLine(Mapping.Entry entry) {
    Scalar value = parts.scalar(entry.value());
    if (!entry.key().equals("coating_required")) {
      text(entry.key(), value);
    } else if (!value.isNull()) {
      values.put("coating_required", value.bool());
    }
  }

  private void text(String name, Scalar value) {
    values.put(name, value.isNull() ? null : parts.text(value));
  }

  private CatalogRecord characteristic(Mapping.Entry entry) {
    JsonNode json = TreeAsJson.json(entry.value());
    var characteristic = JsonNodeFactory.instance.objectNode();
    characteristic.put("value_type", json.isNumber() ? "number" : json.isBoolean() ? "boolean" : json.isNull() ? "null"
        : json.isTextual() ? "text" : "tree");
    characteristic.put("value", json.isNull() ? null
        : entry.value() instanceof Scalar scalar ? parts.text(scalar) : json.toString());
    if (json.isNumber()) {
      characteristic.set("number", json);
    }
    return new CatalogRecord(CatalogSet.CHARACTERISTICS, List.of(line, entry.key()), characteristic, entry.value().pointer(),
        Leaves.count(entry.value()), 0);
  }

  private void protocol(String type, Mapping section) {
    ObjectNode settings = stated.putObject(type);
    if (section.entries().isEmpty()) {
      leaves++;
    }
    section.get("reference_vessel").map(parts::scalar).filter(vessel -> !vessel.isNull())
        .ifPresent(vessel -> referenceVessels.put(type, vessel.text()));
    for (var entry : section.entries()) {
      if (entry.value() instanceof Mapping vessel && !vessel.entries().isEmpty()) {
        belonging.add(() -> parts.record(vessel, () -> protocol(type, entry.key(), vessel)));
      } else {
        settings.set(entry.key(), TreeAsJson.json(entry.value()));
        if (KNOWN_SETTINGS.contains(entry.key())) {
          leaves += Leaves.count(entry.value());
        } else {
          extraLeaves += Leaves.count(entry.value());
          parts.warnUnknown(entry, "a protocol");
        }
      }
    }
  }

  private CatalogRecord protocol(String type, String vessel, Mapping parameters) {
    var protocol = JsonNodeFactory.instance.objectNode();
    protocol.put("is_reference", vessel.equals(referenceVessels.path(type).textValue()));
    protocol.set("parameters", ProtocolUnits.normal(parameters));
    protocol.set("stated", TreeAsJson.json(parameters));
    return new CatalogRecord(CatalogSet.PROTOCOLS, List.of(line, type, vessel), protocol, parameters.pointer(),
        Leaves.count(parameters), 0);
  }
}
