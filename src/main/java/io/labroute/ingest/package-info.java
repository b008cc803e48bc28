/**
 * The life of a dropped file: settling, claim, fingerprint, ledger, provenance, rejects, sidecars, sweeper; and the SPI
 * {@link io.labroute.ingest.Kind} by which other rooms say how a kind of file is read and stored.
 * Must not know Camel, nor what any kind of file contains.
 */
@NullMarked
package io.labroute.ingest;

import org.jspecify.annotations.NullMarked;
