/** Tables of columns: Hamilton, Biomek, epMotion, mosquito and Opentrons read them, and run reports come as such. */
@NullMarked
package io.labroute.worklist.table;

import org.jspecify.annotations.NullMarked;
