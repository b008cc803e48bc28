/**
 * How long things take: estimates from what was recorded, each with its reason, and how well they held. Must not know of plans
 * and schedules, which ask it.
 */
@NullMarked
package io.labroute.timing;

import org.jspecify.annotations.NullMarked;
