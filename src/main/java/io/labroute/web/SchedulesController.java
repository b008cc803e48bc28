package io.labroute.web;

import io.labroute.execution.planning.Schedule;
import io.labroute.execution.planning.Schedules;
import io.labroute.execution.planning.Schedules.Detail;
import io.labroute.execution.planning.Schedules.Picture;
import io.labroute.execution.planning.Schedules.Unplanned;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/schedules")
@Tag(name = "Schedules", description = "Plans of the whole lab: the current one, those before it, and choices that wait for a person")
class SchedulesController {

  private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");
  private static final MediaType CALENDAR = MediaType.parseMediaType("text/calendar;charset=UTF-8");

  private final Schedules schedules;

  SchedulesController(Schedules schedules) {
    this.schedules = schedules;
  }

  @GetMapping
  @Operation(summary = "Schedules, the newest first")
  List<Schedule.Told> schedules(
      @Parameter(description = "proposed, current, superseded or refused") @RequestParam(required = false) @Nullable String state,
      @RequestParam(defaultValue = "100") int limit) {
    return schedules.find(state, limit);
  }

  @GetMapping("/current")
  @Operation(summary = "The schedule that jobs have their times from, with its steps and warnings, and the choices beside it")
  Detail current() {
    return schedules.current().orElseThrow(() -> new Missing("There is no schedule yet.", "current"));
  }

  @GetMapping("/{id}")
  @Operation(summary = "One schedule with its steps and warnings")
  Detail schedule(@PathVariable long id) {
    return known(schedules.find(id), id);
  }

  @GetMapping("/refused")
  @Operation(summary = "Open runs that have no place in any plan, with the reason",
      description = "They are tried again when a device, a closed time or another run has changed.")
  List<Unplanned> refused() {
    return schedules.refused();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Plan the lab again now, with durations as they are known by now")
  void planAgain() {
    schedules.planAgain(Caller.NAME);
  }

  @PostMapping("/{id}/accept")
  @Operation(summary = "Take a proposed schedule: jobs get their times from it",
      description = "Refused with 409 where another schedule became current, or the lab has changed, since it was made.")
  Detail accept(@PathVariable long id) {
    return schedules.accept(id, Caller.NAME);
  }

  @GetMapping(value = "/{id}/gantt", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "The plan as rows of bars, in ticks after the anchor, beside what happened")
  Picture gantt(@PathVariable long id) {
    return known(schedules.picture(id), id);
  }

  @GetMapping(value = "/{id}/gantt", produces = "image/svg+xml")
  @Operation(summary = "The plan as a drawing")
  ResponseEntity<String> drawing(@PathVariable long id) {
    return ResponseEntity.ok().contentType(SVG).body(known(schedules.drawing(id), id));
  }

  @GetMapping("/{id}/calendar")
  @Operation(summary = "The plan as a calendar (iCalendar) for the people who have to be there")
  ResponseEntity<String> calendar(@PathVariable long id,
      @Parameter(description = "such as the people; all without") @RequestParam(required = false) @Nullable Set<String> device) {
    return ResponseEntity.ok().contentType(CALENDAR).body(known(schedules.calendar(id, device == null ? Set.of() : device), id));
  }

  private static <T> T known(Optional<T> found, long id) {
    return found.orElseThrow(() -> new Missing("There is no such schedule.", id));
  }
}
