package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A volume that is brought from one well to another.
 *
 * @param from {@code labware/well}
 * @param microlitres more than 0
 * @param why the proposal or control that asks for it
 */
record Move(String from, String to, BigDecimal microlitres, Place why) {

  TreeNode written(@Nullable String liquidClass) {
    Written node = Written.at(why).with("from", from).with("to", to).with("volume", microlitres);
    return (liquidClass == null ? node : node.with("liquid_class", liquidClass)).node();
  }
}
