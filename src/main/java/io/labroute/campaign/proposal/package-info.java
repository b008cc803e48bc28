/**
 * Proposals (what shall be tested on which cells at which dose) become plates: which well is what, what is pipetted from where,
 * and the steps of the assay. A pure calculation from a plan and the templates of assays. Must not know how liquid handlers
 * are told, nor what stands where just now.
 */
@NullMarked
package io.labroute.campaign.proposal;

import org.jspecify.annotations.NullMarked;
