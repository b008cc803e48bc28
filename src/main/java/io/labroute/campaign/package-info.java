/**
 * Campaigns: what their files state, and the iterations and experiments that follow from it. Must not know how a file spells
 * it, nor when anything is to happen.
 */
@NullMarked
package io.labroute.campaign;

import org.jspecify.annotations.NullMarked;
