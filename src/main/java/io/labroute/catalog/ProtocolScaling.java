package io.labroute.catalog;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Gives the protocol of a cell line for a vessel. Where none is stated for it, that of the reference vessel is scaled: the
 * {@code volumes_ml_reference} by the ratio of the growth areas; {@code volumes_ml_absolute} stay, and so does everything
 * that the source does not say to scale.
 */
@Component
public class ProtocolScaling {

  private static final String SCALED = "volumes_ml_reference";
  private static final List<String> UNDECIDED = List.of("volumes_ml", "volume_ml");

  private final CellLineRepository catalog;

  ProtocolScaling(CellLineRepository catalog) {
    this.catalog = catalog;
  }

  /**
   * The protocol.
   *
   * @param vessel a name of the catalogue, or a flask's short name such as T75
   * @throws Refusal when nothing is stated, or the growth area of one of the vessels is unknown
   */
  public ProtocolForVessel protocol(String cellLine, String type, String vessel) {
    List<Protocol> stated = catalog.protocols(cellLine, type);
    if (stated.isEmpty()) {
      throw Finding.of("protocol.unknown", "No such protocol is stated for %s.".formatted(cellLine)).value(type)
          .maybe("cell line or process is misspelled, or the file of cell lines has not been dropped yet.").refusal();
    }
    for (Protocol protocol : stated) {
      if (isNameOf(vessel, protocol.vessel())) {
        return new ProtocolForVessel(cellLine, type, vessel, "stated", protocol.vessel(), null, protocol.parameters(), List.of(),
            protocol.version(), protocol.fileId(), protocol.pointer());
      }
    }
    return scaled(cellLine, type, reference(stated), vessel);
  }

  private static Protocol reference(List<Protocol> stated) {
    if (stated.get(0).reference() || stated.size() == 1) {
      return stated.get(0);
    }
    throw Finding.of("protocol.no-reference", "None of the stated vessels is the reference vessel, so nothing can be scaled.")
        .value(stated.stream().map(Protocol::vessel).collect(Collectors.joining(", ")))
        .maybe("reference_vessel is missing in the file of cell lines.").refusal();
  }

  private ProtocolForVessel scaled(String cellLine, String type, Protocol reference, String vessel) {
    Vessel from = vessel(reference.vessel());
    Vessel to = vessel(vessel);
    var ratio = to.areaCm2().divide(from.areaCm2(), MathContext.DECIMAL64);
    var remarks = new ArrayList<String>();
    ObjectNode parameters = reference.parameters().deepCopy();
    if (parameters.get(SCALED) instanceof ObjectNode volumes) {
      volumes.properties().forEach(volume -> {
        BigDecimal scaled = volume.getValue().decimalValue().multiply(to.areaCm2())
            .divide(from.areaCm2(), MathContext.DECIMAL64).stripTrailingZeros();
        volume.setValue(DecimalNode.valueOf(scaled.scale() < 0 ? scaled.setScale(0) : scaled));
        if (to.maxVolumeMl() != null && scaled.compareTo(to.maxVolumeMl()) > 0) {
          remarks.add("%s would be %s ml, but %s holds at most %s ml.".formatted(volume.getKey(), scaled.toPlainString(),
              to.vesselId(), to.maxVolumeMl().toPlainString()));
        }
      });
    }
    UNDECIDED.stream().filter(parameters::has).forEach(key -> remarks.add(
        "%s stands as stated for %s: the source does not say whether it scales.".formatted(key, reference.vessel())));
    return new ProtocolForVessel(cellLine, type, vessel, "scaled", reference.vessel(), ratio, parameters, remarks,
        reference.version(), reference.fileId(), reference.pointer());
  }

  private Vessel vessel(String name) {
    Vessel vessel = catalog.vessel(name).orElseThrow(() -> Finding.of("vessel.unknown", "The catalogue has no such vessel.")
        .value(name).allowed(catalog.vessels().stream().map(it -> it.path("vessel_id").asText()).collect(Collectors.joining(", ")))
        .maybe("the file of vessels has not been dropped into catalogue yet.").refusal());
    if (vessel.areaCm2() == null) {
      throw Finding.of("vessel.no-area", "The growth area of the vessel is unknown, so nothing can be scaled.")
          .value(vessel.vesselId()).maybe("surface_area_cm2 is missing in the file of vessels.").refusal();
    }
    return vessel;
  }

  private static boolean isNameOf(String asked, String stated) {
    return asked.equals(stated) || asked.equalsIgnoreCase("flask_" + stated) || ("flask_" + asked).equalsIgnoreCase(stated);
  }
}
