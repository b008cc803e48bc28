/** Tecan's GWL worklists (Freedom EVOware, FluentControl): records, their order, text and lint. */
@NullMarked
package io.labroute.worklist.tecan;

import org.jspecify.annotations.NullMarked;
