package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.tracking.containers.Container;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.devices.Device;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.tracking.devices.DeviceStatement;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/devices")
@Tag(name = "Devices", description = "Devices, their versions and their positions; positions count from 0")
class DevicesController {

  private final DeviceRepository devices;
  private final ContainerRepository containers;

  DevicesController(DeviceRepository devices, ContainerRepository containers) {
    this.devices = devices;
    this.containers = containers;
  }

  @GetMapping
  @Operation(summary = "Devices in use and retired, by name")
  List<Device> devices(@RequestParam(required = false) @Nullable String category) {
    return devices.find(category);
  }

  @GetMapping("/{device}")
  @Operation(summary = "One device")
  Device device(@PathVariable String device) {
    return devices.find(device, true).orElseThrow(() -> new Missing("There is no such device.", device));
  }

  @GetMapping("/{device}/history")
  @Operation(summary = "What was stated of a device, the first first")
  List<Device.Version> history(@PathVariable String device) {
    return devices.versions(device(device).device());
  }

  @GetMapping("/{device}/positions")
  @Operation(summary = "The positions of a device and what stands there")
  List<Device.Position> positions(@PathVariable String device) {
    return devices.positions(device(device).device());
  }

  @GetMapping("/{device}/positions/{position}")
  @Operation(summary = "One position: whether it is empty, and what stands there")
  Device.Position position(@PathVariable String device, @PathVariable int position) {
    return positions(device).stream().filter(it -> it.position() == position).findFirst()
        .orElseThrow(() -> new Missing("There is no such position.", device + "[" + position + "]"));
  }

  @GetMapping("/{device}/positions/{position}/container")
  @Operation(summary = "The container that stands in a position; none where it is empty or holds a lid")
  Container container(@PathVariable String device, @PathVariable int position) {
    return containers.at(new DevicePosition(device, position(device, position).position()))
        .orElseThrow(() -> new Missing("No container stands there.", device + "[" + position + "]"));
  }

  /** What a device is; without the rest, capacity is enough. */
  record Stated(@Nullable String category, @Nullable String resource, @Nullable Integer capacity, @Nullable Integer minCapacity,
      @Nullable Integer processCapacity, @Nullable Boolean allowsOverlap, @Nullable Integer firstPosition, @Nullable String uri,
      @Nullable List<Integer> deepWellPositions, @Nullable JsonNode extra) {

    private DeviceStatement of(String device) {
      if (capacity == null) {
        throw Finding.of("device.value-missing", "The capacity is missing.").allowed("how many positions the device has").refusal();
      }
      return new DeviceStatement(device, category, resource, capacity, minCapacity == null ? 1 : minCapacity,
          processCapacity == null ? capacity : processCapacity, allowsOverlap == null || allowsOverlap,
          firstPosition == null ? 1 : firstPosition, uri, deepWellPositions == null ? List.of() : deepWellPositions,
          extra == null ? JsonNodeFactory.instance.objectNode() : extra);
    }
  }

  @PutMapping("/{device}")
  @Operation(summary = "State what a device is; what differs becomes its next version")
  Device state(@PathVariable String device, @RequestBody Stated stated) {
    return devices.state(stated.of(device), Caller.NAME);
  }

  @DeleteMapping("/{device}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Take an empty device out of use; its history stays")
  void retire(@PathVariable String device) {
    devices.retire(device, Caller.NAME);
  }

  @GetMapping("/{device}/certificate")
  @Operation(summary = "The certificate of the device's server, PEM")
  ResponseEntity<String> certificate(@PathVariable String device) {
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(devices.certificate(device)
        .orElseThrow(() -> new Missing("There is no certificate of this device.", device)));
  }

  @PutMapping(value = "/{device}/certificate", consumes = MediaType.TEXT_PLAIN_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Keep the certificate of the device's server, PEM")
  void storeCertificate(@PathVariable String device, @RequestBody String pem) {
    devices.storeCertificate(device, pem, Caller.NAME);
  }
}
