package io.labroute.tracking.devices;

import io.labroute.ingest.Load;
import io.labroute.ingest.Outcome;
import io.labroute.ingest.RecordStore;
import io.labroute.ingest.Rejection;
import io.labroute.ingest.Rereading;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Stores the devices that a file states: one that differs from what is current becomes its next version. */
@Component
public class DeviceStore implements RecordStore<StatedDevice> {

  private final DeviceRepository devices;

  DeviceStore(DeviceRepository devices) {
    this.devices = devices;
  }

  @Override
  public Load<StatedDevice> begin(List<SourceFile> files) {
    if (files.size() != 1) {
      throw new IllegalArgumentException("devices are loaded one file at a time, not " + files.size());
    }
    return new DeviceLoad(files.get(0));
  }

  private final class DeviceLoad implements Load<StatedDevice> {

    private final SourceFile file;
    private final List<StatedDevice> stated = new ArrayList<>();

    private DeviceLoad(SourceFile file) {
      this.file = file;
    }

    @Override
    public void add(SourceFile source, StatedDevice device) {
      stated.add(device);
    }

    @Override
    public Map<SourceFile, Outcome> finish(Rereading<StatedDevice> again) {
      long loaded = 0;
      long leavesStored = 0;
      long leavesExtra = 0;
      long leavesUnchanged = 0;
      var rejections = new ArrayList<Rejection>();
      for (StatedDevice device : stated) {
        try {
          if (devices.store(device.statement(), file.ledgerId(), device.pointer())) {
            loaded++;
            leavesStored += device.leaves();
            leavesExtra += device.extraLeaves();
          } else {
            leavesUnchanged += device.leaves() + device.extraLeaves();
          }
        } catch (Refusal refusal) {
          rejections.add(Rejection.ofOne(refusal.finding().at(Place.pointer(device.pointer(), device.line(), 1)),
              device.leaves() + device.extraLeaves()));
        }
      }
      return Map.of(file, new Outcome(loaded, stated.size() - loaded - rejections.size(), leavesStored, leavesUnchanged,
          leavesExtra, rejections, absent()));
    }

    private List<Finding> absent() {
      Set<String> named = stated.stream().map(device -> device.statement().device()).collect(Collectors.toSet());
      return devices.names().stream().filter(device -> !named.contains(device))
          .map(device -> Finding.of("device.absent", "The device %s is not in this file; it stays as it is.".formatted(device))
              .maybe("it was taken away: retire it on its own.")).toList();
    }

    @Override
    public void close() {
      // Nothing is open: the devices were only gathered.
    }
  }
}
