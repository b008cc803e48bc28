package io.labroute.campaign.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cells whose answer to a compound is known, as a plate reader would see it: an account of its own, which the fit does not share. */
record Hill(double top, double bottom, double ic50, double hill, double noise) {

  double response(double dose) {
    return dose == 0 ? top : bottom + (top - bottom) / (1 + Math.pow(dose / ic50, hill));
  }

  List<DosePoint> wells(List<Double> doses, int replicates, Random random) {
    var wells = new ArrayList<DosePoint>();
    for (double dose : doses) {
      for (int replicate = 0; replicate < replicates; replicate++) {
        wells.add(new DosePoint(dose == 0 ? Double.NEGATIVE_INFINITY : Math.log10(dose), response(dose) + noise * random.nextGaussian()));
      }
    }
    return wells;
  }
}
