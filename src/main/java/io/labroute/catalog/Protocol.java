package io.labroute.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A protocol as it is stated for a vessel.
 *
 * @param reference whether its scalable volumes are meant for this vessel
 * @param parameters in the usual spelling of units
 */
record Protocol(String vessel, boolean reference, JsonNode parameters, int version, long fileId, String pointer) {}
