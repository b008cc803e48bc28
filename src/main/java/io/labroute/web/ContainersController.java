package io.labroute.web;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.tracking.HistoryEntry;
import io.labroute.tracking.ContainerHistoryRepository;
import io.labroute.tracking.containers.Container;
import io.labroute.tracking.containers.ContainerAct;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.steps.Steps;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Containers", description = "Where every plate and every lid is and was; positions count from 0")
class ContainersController {

  private final ContainerRepository containers;
  private final ContainerHistoryRepository histories;
  private final Steps steps;

  ContainersController(ContainerRepository containers, ContainerHistoryRepository histories, Steps steps) {
    this.containers = containers;
    this.histories = histories;
    this.steps = steps;
  }

  @GetMapping("/containers")
  @Operation(summary = "Containers in the lab, or on one device, by barcode")
  List<Container> containers(@RequestParam(required = false) @Nullable String device,
      @RequestParam(defaultValue = "1000") int limit) {
    return containers.find(device, limit);
  }

  @GetMapping("/containers/{barcode}")
  @Operation(summary = "One container")
  Container container(@PathVariable String barcode) {
    return containers.find(barcode).orElseThrow(() -> new Missing("There is no such container.", barcode));
  }

  @GetMapping("/containers/{barcode}/history")
  @Operation(summary = "Every place, lid, step and report of a container, with who told of it; the newest, the first of them first")
  List<HistoryEntry> history(@PathVariable String barcode, @RequestParam(defaultValue = "1000") int limit) {
    return known(barcode, histories.of(barcode, limit));
  }

  @GetMapping("/containers/{barcode}/stays")
  @Operation(summary = "Where a container and its lid were, and who told of it; the newest, the first of them first")
  List<Container.Stay> stays(@PathVariable String barcode, @RequestParam(defaultValue = "1000") int limit) {
    return known(barcode, containers.stays(barcode, limit));
  }

  /** Whatever had the barcode once stood somewhere; else nothing ever had it. */
  private <T> List<T> known(String barcode, List<T> found) {
    if (found.isEmpty()) {
      container(barcode);
    }
    return found;
  }

  @GetMapping("/containers/{barcode}/at")
  @Operation(summary = "Where a container stood at a moment")
  Container.Standee at(@PathVariable String barcode, @RequestParam Instant time) {
    return containers.standing(time, barcode, "container")
        .orElseThrow(() -> new Missing("The container was not in the lab then.", time));
  }

  @GetMapping("/standing")
  @Operation(summary = "What stood where at a moment, everywhere or on one device")
  List<Container.Standee> standing(@RequestParam Instant time, @RequestParam(required = false) @Nullable String device) {
    return containers.standing(time, device);
  }

  /** A container that comes into the lab. */
  record NewContainer(@Nullable String barcode, @Nullable String name, @Nullable String currentDevice, @Nullable Integer currentPos,
      boolean lidded, @Nullable String lidDevice, @Nullable Integer lidPos, @Nullable String labwareType,
      @Nullable UUID labwareUuid, @Nullable String content, @Nullable Boolean filled, @Nullable Boolean isReagent) {}

  @PostMapping("/containers")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Register a container where it stands")
  Container register(@RequestBody NewContainer c) {
    var labware = new Container.Labware(c.name(), c.labwareType(), c.labwareUuid(), c.content(), c.filled(), c.isReagent());
    return containers.apply(new ContainerAct.Register(LabName.of("barcode", c.barcode()), labware,
        place("current", c.currentDevice(), c.currentPos()), c.lidded(), optional("lid", c.lidDevice(), c.lidPos())), Caller.NAME);
  }

  /** From where to where something went, and when it set out; it is there by now. */
  record Moved(@Nullable String sourceDevice, @Nullable Integer sourcePos, @Nullable String targetDevice,
      @Nullable Integer targetPos, @Nullable String barcode, @Nullable Instant startedAt) {

    private ContainerAct.Move of(String code) {
      return new ContainerAct.Move(code, from(), place("target", targetDevice, targetPos));
    }

    private DevicePosition from() {
      return place("source", sourceDevice, sourcePos);
    }
  }

  @PostMapping("/containers/{barcode}/move")
  @Operation(summary = "Say that a container was moved; refused when it was not there, or the target is taken",
      description = "With the time when it set out (started_at), the move is a step that estimates learn from.")
  Container move(@PathVariable String barcode, @RequestBody Moved moved) {
    if (moved.barcode() != null && !moved.barcode().equals(barcode)) {
      throw Finding.of("container.contradiction", "The path names another container than the body.").value(moved.barcode())
          .allowed(barcode).refusal();
    }
    return move(moved.of(barcode), moved.startedAt());
  }

  @PostMapping("/moves")
  @Operation(summary = "Say that whatever stood on a position was moved; a barcode, if given, must be its")
  Container move(@RequestBody Moved moved) {
    String barcode = moved.barcode() != null ? moved.barcode() : containers.at(moved.from()).map(Container::barcode).orElseThrow(() ->
        Finding.of("position.empty", "No container stands there.").value(moved.from().toString()).refusal());
    return move(moved.of(barcode), moved.startedAt());
  }

  private Container move(ContainerAct.Move act, @Nullable Instant startedAt) {
    if (startedAt == null) {
      return containers.apply(act, Caller.NAME);
    }
    steps.move(act, startedAt, Caller.NAME);
    return container(act.barcode());
  }

  /** Where a lid was put, or was fetched. */
  record LidPlace(@Nullable String lidDevice, @Nullable Integer lidPos) {}

  @PostMapping("/containers/{barcode}/unlid")
  @Operation(summary = "Say that a lid was taken off, and where it lies; without a place, nobody knows")
  Container unlid(@PathVariable String barcode, @RequestBody(required = false) @Nullable LidPlace lid) {
    return containers.apply(new ContainerAct.Unlid(barcode, lid == null ? null : optional("lid", lid.lidDevice(), lid.lidPos())),
        Caller.NAME);
  }

  @PostMapping("/containers/{barcode}/lid")
  @Operation(summary = "Say that a lid is on again; a place, if given, must be the lid's")
  Container lid(@PathVariable String barcode, @RequestBody(required = false) @Nullable LidPlace lid) {
    return containers.apply(new ContainerAct.Lid(barcode, lid == null ? null : optional("lid", lid.lidDevice(), lid.lidPos())),
        Caller.NAME);
  }

  @PutMapping("/containers/{barcode}/lid-site")
  @Operation(summary = "Say that a lid, which is off, lies elsewhere now")
  Container moveLid(@PathVariable String barcode, @RequestBody LidPlace lid) {
    return containers.apply(new ContainerAct.MoveLid(barcode, place("lid", lid.lidDevice(), lid.lidPos())), Caller.NAME);
  }

  /** Another barcode. */
  record Label(@Nullable String barcode) {}

  @PutMapping("/containers/{barcode}/barcode")
  @Operation(summary = "Say that a container has another barcode now")
  Container relabel(@PathVariable String barcode, @RequestBody Label label) {
    return containers.apply(new ContainerAct.Relabel(barcode, LabName.of("new barcode", label.barcode())), Caller.NAME);
  }

  @DeleteMapping("/containers/{barcode}")
  @Operation(summary = "Say that a container left the lab; its history stays")
  Container remove(@PathVariable String barcode) {
    return containers.apply(new ContainerAct.Remove(barcode), Caller.NAME);
  }

  private static @Nullable DevicePosition optional(String what, @Nullable String device, @Nullable Integer position) {
    return device == null && position == null ? null : place(what, device, position);
  }

  private static DevicePosition place(String what, @Nullable String device, @Nullable Integer position) {
    if (device == null || position == null) {
      throw Finding.of("position.missing", "The %s device or position is missing.".formatted(what))
          .allowed("%s_device and %s_pos".formatted(what, what)).refusal();
    }
    return new DevicePosition(LabName.of("device's name", device), position);
  }
}
