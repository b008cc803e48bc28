/**
 * The command line: one class for each word that can stand behind the jar. Asks the rooms below; must not hold SQL or rules.
 */
@NullMarked
package io.labroute.cli;

import org.jspecify.annotations.NullMarked;
