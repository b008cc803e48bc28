select compound, cell_line, time_h, dose_um, wells, measured, mean_viability, sd_viability, min_viability, max_viability,
       mean_signal
  from measurement.dose_response
 order by compound, cell_line, time_h, dose_um
