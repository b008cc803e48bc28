package io.labroute.web;

import io.labroute.execution.planning.Downtime;
import io.labroute.execution.planning.Downtimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/devices/{device}")
@Tag(name = "Devices")
class DowntimesController {

  private final Downtimes downtimes;

  DowntimesController(Downtimes downtimes) {
    this.downtimes = downtimes;
  }

  /** Until when, and why. */
  record Down(@Nullable Instant until, @Nullable String reason) {}

  @GetMapping("/downtimes")
  @Operation(summary = "When a device was down, the newest first")
  List<Downtime> of(@PathVariable String device) {
    return downtimes.of(device);
  }

  @PostMapping("/down")
  @Operation(summary = "Say that a device cannot be used from now on; the lab is planned anew")
  List<Downtime> down(@PathVariable String device, @RequestBody(required = false) @Nullable Down down) {
    return downtimes.down(device, down == null ? null : down.until(), down == null ? null : down.reason(), Caller.NAME);
  }

  @PostMapping("/up")
  @Operation(summary = "Say that a device can be used again")
  List<Downtime> up(@PathVariable String device) {
    return downtimes.up(device, Caller.NAME);
  }
}
