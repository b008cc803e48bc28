package io.labroute.web;

import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.devices.DeviceRepository;
import java.util.LinkedHashMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the lab: devices with what stands there, and one container with where it was. */
@Controller
class TrackingPages {

  private static final int STAYS = 500;

  private final DeviceRepository devices;
  private final ContainerRepository containers;

  TrackingPages(DeviceRepository devices, ContainerRepository containers) {
    this.devices = devices;
    this.containers = containers;
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
    model.addAttribute("history", containers.history(barcode, STAYS));
    return "container";
  }
}
