/**
 * What a plate reader sees in simulated wells. All of it is arithmetic on numbers; it must not know a database or a file.
 *
 * <p>Cells. Of {@code n} seeded cells a share {@code seeding_efficiency} attaches. After {@code lag_duration_h} they grow
 * logistically, with the cell line's {@code doubling_time_h}, towards {@code max_confluence} of what the well's floor holds:
 * {@code n(t) = k / (1 + (k / n(0) - 1) * 2^(-t / doubling))}. Wells at the rim of the plate have {@code edge_penalty} fewer.
 *
 * <p>Compounds. A dose {@code d} leaves the share {@code 1 / (1 + (d / ic50)^slope)} of the cells viable that would be there without
 * it; the shares of several compounds are multiplied. IC50 and slope come from the compound's sensitivity of the line, else from
 * {@code default_ic50} and {@code default_hill_slope}.
 *
 * <p>Noise. {@code biological_cv} moves all wells of a plate alike, {@code cell_count_cv} the cells of a well, {@code viability_cv}
 * what survives. Each is drawn from the seed and the name of the plate or well, so that the same plate reads the same.
 */
@NullMarked
package io.labroute.simulation.model;

import org.jspecify.annotations.NullMarked;
