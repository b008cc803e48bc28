/**
 * Devices, their versions and their positions. Must not know what stands there beyond whether a position is free.
 */
@NullMarked
package io.labroute.tracking.devices;

import org.jspecify.annotations.NullMarked;
