package io.labroute.web;

import io.labroute.tracking.ContainerHistoryRepository;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.devices.DeviceRepository;
import java.util.LinkedHashMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the lab: devices with what stands there, and one container with all that happened to it. */
@Controller
class TrackingPages {

  private static final int ENTRIES = 500;

  private final DeviceRepository devices;
  private final ContainerRepository containers;
  private final ContainerHistoryRepository histories;

  TrackingPages(DeviceRepository devices, ContainerRepository containers, ContainerHistoryRepository histories) {
    this.devices = devices;
    this.containers = containers;
    this.histories = histories;
  }

  @GetMapping("/devices")
  String devices(Model model) {
    var positions = new LinkedHashMap<Object, Object>();
    devices.find(null).stream().filter(device -> device.retiredAt() == null)
        .forEach(device -> positions.put(device, devices.positions(device.device())));
    model.addAttribute("devices", positions);
    return "devices";
  }

  @GetMapping("/containers/one")
  String container(@RequestParam String barcode, Model model) {
    model.addAttribute("container", containers.find(barcode)
        .orElseThrow(() -> new Missing("There is no such container.", barcode)));
    model.addAttribute("history", histories.of(barcode, ENTRIES));
    return "container";
  }
}
