package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import org.jspecify.annotations.Nullable;

/** Something that is done with a container. */
public sealed interface ContainerAct {

  String barcode();

  /** As it stands in the event log. */
  String kind();

  /**
   * The container is in the lab now.
   *
   * @param lidded whether its lid is on
   * @param lidSite where its lid lies when it is off; null when it has none or nobody knows
   */
  record Register(String barcode, Container.Labware labware, DevicePosition at, boolean lidded,
      @Nullable DevicePosition lidSite) implements ContainerAct {

    @Override
    public String kind() {
      return "registered";
    }
  }

  /** The container stands elsewhere now. */
  record Move(String barcode, DevicePosition from, DevicePosition to) implements ContainerAct {

    @Override
    public String kind() {
      return "moved";
    }
  }

  /** Its lid was taken off, and put somewhere. */
  record Unlid(String barcode, @Nullable DevicePosition lidSite) implements ContainerAct {

    @Override
    public String kind() {
      return "unlidded";
    }
  }

  /**
   * Its lid is on again.
   *
   * @param lidSite where the lid was fetched, if that was told
   */
  record Lid(String barcode, @Nullable DevicePosition lidSite) implements ContainerAct {

    @Override
    public String kind() {
      return "lidded";
    }
  }

  /** Its lid, which is off, lies elsewhere now. */
  record MoveLid(String barcode, DevicePosition lidSite) implements ContainerAct {

    @Override
    public String kind() {
      return "lid_moved";
    }
  }

  /** It left the lab; it stays known. */
  record Remove(String barcode) implements ContainerAct {

    @Override
    public String kind() {
      return "removed";
    }
  }

  /** It has another barcode now. */
  record Relabel(String barcode, String newBarcode) implements ContainerAct {

    @Override
    public String kind() {
      return "relabelled";
    }
  }
}
