/**
 * Iterations of campaigns whose plans lay out proposals: what came out in which well, and how far each iteration has come. Worked out
 * of what is on record, so that the order in which plates are bound and read does not matter. Must not know who proposes, nor why.
 */
@NullMarked
package io.labroute.campaign.iteration;

import org.jspecify.annotations.NullMarked;
