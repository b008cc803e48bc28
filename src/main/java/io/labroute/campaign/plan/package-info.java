/**
 * Plans of campaigns: labware and steps as they are intended, the operations that they are made of, and the runs of a plan.
 * Must not know how liquid is moved, nor when anything is to happen.
 */
@NullMarked
package io.labroute.campaign.plan;

import org.jspecify.annotations.NullMarked;
