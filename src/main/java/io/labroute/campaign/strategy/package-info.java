/**
 * A strategy that closes the loop: when an iteration is measured, it fits dose responses, decides on the next doses, and drops them as a
 * file like anybody else. Other strategies are files dropped by people or programs. Must not know how proposals become plates.
 */
@NullMarked
package io.labroute.campaign.strategy;

import org.jspecify.annotations.NullMarked;
