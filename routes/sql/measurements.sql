select plate_id, well_id, cell_line, compound, dose_um, time_h, raw_signal, is_control, viability_norm,
       date::text as date, measured_at, incubator_id, liquid_handler_id, file_id, line
  from measurement.current_measurements
 order by plate_id, well_id
