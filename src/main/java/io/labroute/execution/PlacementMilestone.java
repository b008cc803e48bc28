package io.labroute.execution;

/** Points that a worklist passes on its way into a device's folder; a crash at any of them neither loses nor doubles it. */
public enum PlacementMilestone {
  LAID,
  RECORDED,
  PLACED,
  RELEASED
}
