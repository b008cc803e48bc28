package io.labroute.crash;

/** Files of plate results, made to measure. */
final class Plates {

  private static final String HEADER =
      "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,incubator_id,liquid_handler_id,viability_norm\n";

  private Plates() {}

  /** A good file: one plate with so many wells, up to 96, each with the signal. */
  static String good(String plate, int wells, double signal) {
    var text = new StringBuilder(HEADER);
    for (int well = 0; well < wells; well++) {
      text.append(row(plate, well, signal));
    }
    return text.toString();
  }

  /** A file whose only row has a dose that is no number. */
  static String broken(String plate) {
    return HEADER + plate + ",A1,HeLa,DMSO,zero,24,1,1,2026-01-01,i,h,1\n";
  }

  static String header() {
    return HEADER;
  }

  static String row(String plate, int well, double signal) {
    return "%s,%s,HeLa,DMSO,0.0,24,%s,1,2026-01-01,inc1,lh1,1.0\n".formatted(plate, address(well), signal);
  }

  /** The name of a well of a 96-well plate, counted along the rows from 0. */
  static String address(int well) {
    return (char) ('A' + well / 12) + String.valueOf(well % 12 + 1);
  }
}
