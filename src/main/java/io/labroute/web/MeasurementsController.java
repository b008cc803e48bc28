package io.labroute.web;

import io.labroute.measurement.MeasurementRepository;
import io.labroute.measurement.MeasurementRepository.DosePoint;
import io.labroute.measurement.MeasurementRepository.Measurement;
import io.labroute.measurement.MeasurementRepository.Summary;
import io.labroute.measurement.MeasurementRepository.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/measurements")
@Tag(name = "Measurements", description = "What plate readers measured; superseded plates left out")
class MeasurementsController {

  private final MeasurementRepository measurements;

  MeasurementsController(MeasurementRepository measurements) {
    this.measurements = measurements;
  }

  @GetMapping
  @Operation(summary = "Wells, by plate, cell line, compound, campaign or experiment")
  List<Measurement> measurements(
      @RequestParam(required = false) @Nullable String plate,
      @RequestParam(value = "cell_line", required = false) @Nullable String cellLine,
      @RequestParam(required = false) @Nullable String compound,
      @RequestParam(required = false) @Nullable String campaign,
      @RequestParam(required = false) @Nullable String experiment,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "1000") int limit) {
    return measurements.find(new Wanted(plate, cellLine, compound, campaign, experiment), offset, limit);
  }

  @GetMapping("/dose-response")
  @Operation(summary = "Replicates of each dose gathered, doses ascending")
  List<DosePoint> doseResponse(@RequestParam String compound,
      @RequestParam(value = "cell_line", required = false) @Nullable String cellLine) {
    return measurements.doseResponse(compound, cellLine);
  }

  @GetMapping("/summary")
  @Operation(summary = "How many wells, cell lines, compounds and plates there are")
  Summary summary() {
    return measurements.summary();
  }
}
