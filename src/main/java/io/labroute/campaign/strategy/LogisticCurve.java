package io.labroute.campaign.strategy;

import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer.Optimum;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Fits {@code bottom + (top - bottom) / (1 + 10^(hill (log dose - log IC50)))} to wells by least squares (Levenberg and Marquardt)
 * within bounds, from several starts. The confidence interval is that of the linearised curve, and what ends at a bound does
 * not count as known: else a step between two doses would pass for a slope.
 */
final class LogisticCurve {

  private static final int TOP = 0;
  private static final int BOTTOM = 1;
  private static final int LOG_IC50 = 2;
  private static final int LOG_HILL = 3;
  private static final int PARAMETERS = 4;
  private static final int MOST_STEPS = 1_000;
  private static final int STARTS = 5;
  private static final double BEYOND = 2;
  private static final double SINGULAR = 1e-10;

  private final List<DosePoint> points;
  private final Bounds[] bounds;
  private final double confidence;

  private LogisticCurve(List<DosePoint> points, Settings settings) {
    this.points = points;
    double lowest = points.stream().filter(DosePoint::isDosed).mapToDouble(DosePoint::logDose).min().orElseThrow();
    double highest = points.stream().filter(DosePoint::isDosed).mapToDouble(DosePoint::logDose).max().orElseThrow();
    this.bounds = new Bounds[] {settings.top(), settings.bottom(), new Bounds(lowest - BEYOND, highest + BEYOND),
        new Bounds(Math.log10(settings.hill().from()), Math.log10(settings.hill().to()))};
    this.confidence = settings.confidence();
  }

  /** The curve of wells; none where there are fewer different doses than the curve has parameters, or none fits. */
  static Optional<CurveFit> fit(List<DosePoint> points, Settings settings) {
    long doses = points.stream().mapToDouble(DosePoint::logDose).distinct().count();
    return doses < PARAMETERS || points.size() <= PARAMETERS ? Optional.empty() : new LogisticCurve(points, settings).best();
  }

  private Optional<CurveFit> best() {
    Optimum best = null;
    for (int start = 0; start < STARTS; start++) {
      for (double logHill : new double[] {0, bounds[LOG_HILL].nearest(0.4)}) {
        double logIc50 = bounds[LOG_IC50].from() + BEYOND / 2 + (bounds[LOG_IC50].width() - BEYOND) * start / (STARTS - 1);
        Optimum found = from(logIc50, bounds[LOG_HILL].nearest(logHill));
        best = found != null && (best == null || found.getCost() < best.getCost()) ? found : best;
      }
    }
    return Optional.ofNullable(best).map(this::described);
  }

  private @Nullable Optimum from(double logIc50, double logHill) {
    try {
      return new LevenbergMarquardtOptimizer().optimize(new LeastSquaresBuilder()
          .start(new double[] {bounds[TOP].nearest(1), bounds[BOTTOM].nearest(0), logIc50, logHill})
          .target(points.stream().mapToDouble(DosePoint::response).toArray()).model(this::model)
          .parameterValidator(this::bounded).maxEvaluations(MOST_STEPS).maxIterations(MOST_STEPS).build());
    } catch (MathRuntimeException noEnd) {
      return null;
    }
  }

  private RealVector bounded(RealVector parameters) {
    RealVector within = parameters.copy();
    for (int parameter = 0; parameter < PARAMETERS; parameter++) {
      within.setEntry(parameter, bounds[parameter].nearest(parameters.getEntry(parameter)));
    }
    return within;
  }

  /** Responses and their derivatives by each parameter. */
  private Pair<RealVector, RealMatrix> model(RealVector parameters) {
    double top = parameters.getEntry(TOP);
    double bottom = parameters.getEntry(BOTTOM);
    double hill = Math.pow(10, parameters.getEntry(LOG_HILL));
    var responses = new ArrayRealVector(points.size());
    var derivatives = new Array2DRowRealMatrix(points.size(), PARAMETERS);
    for (int row = 0; row < points.size(); row++) {
      DosePoint point = points.get(row);
      double distance = point.isDosed() ? point.logDose() - parameters.getEntry(LOG_IC50) : 0;
      double share = point.isDosed() ? 1 / (1 + Math.pow(10, hill * distance)) : 1;
      double slope = (top - bottom) * share * (1 - share) * Math.log(10);
      responses.setEntry(row, bottom + (top - bottom) * share);
      derivatives.setRow(row, new double[] {share, 1 - share, slope * hill, -slope * distance * hill * Math.log(10)});
    }
    return new Pair<>(responses, derivatives);
  }

  private CurveFit described(Optimum optimum) {
    RealVector found = optimum.getPoint();
    double mean = points.stream().mapToDouble(DosePoint::response).average().orElseThrow();
    double variation = points.stream().mapToDouble(point -> Math.pow(point.response() - mean, 2)).sum();
    double residues = optimum.getResiduals().dotProduct(optimum.getResiduals());
    return new CurveFit(found.getEntry(TOP), found.getEntry(BOTTOM), Math.pow(10, found.getEntry(LOG_HILL)), found.getEntry(LOG_IC50),
        halfWidth(found, residues), variation == 0 ? 0 : 1 - residues / variation, points.size());
  }

  private double halfWidth(RealVector found, double residues) {
    if (bounds[LOG_IC50].isAt(found.getEntry(LOG_IC50))) {
      return Double.POSITIVE_INFINITY;
    }
    RealMatrix jacobian = model(found).getSecond();
    var normal = new QRDecomposition(jacobian.transposeMultiply(jacobian), SINGULAR).getSolver();
    int freedom = points.size() - PARAMETERS;
    if (!normal.isNonSingular()) {
      return Double.POSITIVE_INFINITY;
    }
    double variance = normal.getInverse().getEntry(LOG_IC50, LOG_IC50) * residues / freedom;
    return variance < 0 ? Double.POSITIVE_INFINITY
        : Math.sqrt(variance) * new TDistribution(freedom).inverseCumulativeProbability((1 + confidence) / 2);
  }
}
