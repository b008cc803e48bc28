/**
 * REST, pages and what programs read of the engine's state. Asks the rooms below and shows their answers; must not hold
 * SQL, rules, or Camel.
 */
@NullMarked
package io.labroute.web;

import org.jspecify.annotations.NullMarked;
