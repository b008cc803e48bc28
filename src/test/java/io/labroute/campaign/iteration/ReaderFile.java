package io.labroute.campaign.iteration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What a plate reader would write of a plate whose cells answer as is known here. */
public final class ReaderFile {

  public static final Map<String, Double> IC50_UM = Map.of("vemurafenib", 0.3, "staurosporine", 0.02);
  private static final String HEADER = "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date";

  private ReaderFile() {}

  /** The wells with cells of a plate, by its layout. */
  public static List<String> rows(JsonNode plate, String barcode, Random random) {
    var rows = new ArrayList<String>();
    plate.path("wells").properties().forEach(entry -> {
      JsonNode well = entry.getValue();
      if (well.has("cell_line")) {
        String[] laid = well.path("dose").asText("0 uM").split(" ");
        double dose = Double.parseDouble(laid[0]) / (laid[1].equals("nM") ? 1000 : 1);
        String compound = dose == 0 ? "DMSO" : well.path("compound").asText();
        double response = dose == 0 ? 1 : 0.05 + 0.95 / (1 + Math.pow(dose / IC50_UM.get(compound), 1.2));
        rows.add(String.format(Locale.ROOT, "%s,%s,%s,%s,%s,24,%.1f,%d,2026-11-21", barcode, entry.getKey(), well.get("cell_line").asText(),
            compound, dose, 10_000 * (response + 0.04 * random.nextGaussian()), well.get("role").asText().equals("sample") ? 0 : 1));
      }
    });
    return rows;
  }

  public static String of(List<String> rows) {
    return HEADER + "\n" + String.join("\n", rows) + "\n";
  }
}
