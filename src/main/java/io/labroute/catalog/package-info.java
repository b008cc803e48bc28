/**
 * What the lab knows of cell lines, compounds and simulation parameters: versioned records, their history and queries.
 * Must not know any file format, nor Camel.
 */
@NullMarked
package io.labroute.catalog;

import org.jspecify.annotations.NullMarked;
