package io.labroute.web;

import io.labroute.audit.AuditRepository;
import io.labroute.catalog.vials.Vial;
import io.labroute.catalog.vials.VialAction;
import io.labroute.catalog.vials.VialRepository;
import io.labroute.lab.Finding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/vials")
@Tag(name = "Vials", description = "Frozen vials: where they are, and what became of them")
class VialsController {

  private final VialRepository vials;

  VialsController(VialRepository vials) {
    this.vials = vials;
  }

  @GetMapping
  @Operation(summary = "Vials, the lowest passage of a cell line first")
  List<Vial> vials(@RequestParam(value = "cell_line", required = false) @Nullable String cellLine,
      @Parameter(description = "available, used or discarded") @RequestParam(required = false) @Nullable String status,
      @RequestParam(defaultValue = "1000") int limit) {
    return vials.find(cellLine, status, limit);
  }

  @GetMapping("/{id}")
  @Operation(summary = "One vial")
  Vial vial(@PathVariable String id) {
    return vials.find(id).orElseThrow(() -> new Missing("There is no such vial.", id));
  }

  @GetMapping("/{id}/history")
  @Operation(summary = "Who did what with a vial, the first first")
  List<AuditRepository.Entry> history(@PathVariable String id) {
    return vials.history(vial(id).vialId());
  }

  /** A vial to be registered. */
  record NewVial(@Nullable String vialId, @Nullable String cellLineId, @Nullable Integer passageNumber,
      @Nullable LocalDate freezeDate, @Nullable String location, @Nullable String notes) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Register a vial")
  Vial register(@RequestBody NewVial vial) {
    return vials.apply(new VialAction.Register(required("vial_id", vial.vialId()), required("cell_line_id", vial.cellLineId()),
        vial.passageNumber(), vial.freezeDate(), vial.location(), vial.notes()), Caller.NAME);
  }

  /** Where a vial goes. */
  record Move(@Nullable String location, @Nullable String notes) {}

  @PostMapping("/{id}/move")
  @Operation(summary = "Say where a vial lies now")
  Vial move(@PathVariable String id, @RequestBody Move move) {
    return vials.apply(new VialAction.Move(id, required("location", move.location()), move.notes()), Caller.NAME);
  }

  /** What a vial is used for; without a time, now. */
  record Use(@Nullable String experimentId, @Nullable String purpose, @Nullable Instant usedAt, @Nullable String notes) {}

  @PostMapping("/{id}/use")
  @Operation(summary = "Use a vial up; one that is used already is refused")
  Vial use(@PathVariable String id, @RequestBody(required = false) @Nullable Use use) {
    var told = use == null ? new Use(null, null, null, null) : use;
    return vials.apply(new VialAction.Use(id, told.experimentId(), told.purpose(), told.usedAt(), told.notes()), Caller.NAME);
  }

  /** Why a vial is thrown away. */
  record Discard(@Nullable String notes) {}

  @PostMapping("/{id}/discard")
  @Operation(summary = "Throw a vial away unused")
  Vial discard(@PathVariable String id, @RequestBody(required = false) @Nullable Discard discard) {
    return vials.apply(new VialAction.Discard(id, discard == null ? null : discard.notes()), Caller.NAME);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank() || value.length() > 1_000) {
      throw Finding.of("vial.value-missing", "The value of %s is missing or too long.".formatted(name)).value(value)
          .allowed("1 to 1000 characters").refusal();
    }
    return value;
  }
}
