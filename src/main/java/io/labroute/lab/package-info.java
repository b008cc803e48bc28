/**
 * The words of the lab and of its messages: well addresses, plate formats, findings, safe names, atomic files.
 * Plain records and values; must not know Spring, Camel, or a database.
 */
@NullMarked
package io.labroute.lab;

import org.jspecify.annotations.NullMarked;
