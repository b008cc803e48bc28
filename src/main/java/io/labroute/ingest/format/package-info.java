/**
 * How dropped bytes, which nobody has checked, become text, CSV rows and YAML trees: strictly, with limits, and with the
 * place of everything. Opens nothing itself; must not know any kind of file.
 */
@NullMarked
package io.labroute.ingest.format;

import org.jspecify.annotations.NullMarked;
