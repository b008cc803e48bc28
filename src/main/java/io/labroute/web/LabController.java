package io.labroute.web;

import io.labroute.lab.Finding;
import io.labroute.tracking.Lab;
import io.labroute.tracking.LabHealth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/lab")
@Tag(name = "Lab", description = "The lab as a whole")
class LabController {

  private final Lab lab;

  LabController(Lab lab) {
    this.lab = lab;
  }

  @GetMapping("/health")
  @Operation(summary = "What makes the record doubtful: contradictions, quarantined containers, clocks, steps that never end")
  LabHealth health() {
    return lab.health();
  }

  /** How many containers the caller thinks there are, and why they all go. */
  record Wipe(@Nullable Integer containers, @Nullable String reason) {}

  /** How many containers were removed. */
  record Wiped(int removed) {}

  @PostMapping("/wipe")
  @Operation(summary = "Empty the lab on record: every container is removed, histories and devices stay",
      description = "Refused unless the number of containers is right, and while a step is under way.")
  Wiped wipe(@RequestBody Wipe wipe) {
    if (wipe.containers() == null) {
      throw Finding.of("lab.count-missing", "The number of containers is missing.")
          .allowed("containers: how many there are in the lab").refusal();
    }
    return new Wiped(lab.wipe(wipe.containers(), wipe.reason(), Caller.NAME));
  }
}
