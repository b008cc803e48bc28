package io.labroute.web;

import io.labroute.ingest.Retention;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/originals")
@Tag(name = "Files")
class OriginalsController {

  private final Retention retention;

  OriginalsController(Retention retention) {
    this.retention = retention;
  }

  @GetMapping("/clean-up")
  @Operation(summary = "Which files could not be replayed any more if originals of an age were deleted",
      description = "older_than is a duration of a day or more, such as 400d. Nothing is deleted.")
  List<Retention.OfKind> outlook(@RequestParam("older_than") String olderThan) {
    return retention.outlook(olderThan);
  }
}
