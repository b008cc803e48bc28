package io.labroute.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parts of a record's key, one query parameter {@code key} each; commas in a name are part of it. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "key", in = ParameterIn.QUERY, required = true, description =
    "the record's key, one parameter for each part: of sensitivities compound and cell line, of responses compound, response and cell line")
@interface RecordKey {}
