package io.labroute.ingest.format;

import java.io.Reader;

/**
 * A text and how it was encoded.
 *
 * @param reader strict: what cannot be decoded is refused with its byte offset
 * @param encoding for the record, such as {@code UTF-8 with BOM} or {@code ISO-8859-1 (declared)}
 */
public record DecodedText(Reader reader, String encoding) {}
