package io.labroute.testing;

/** A fresh, empty database on the {@link TestPostgres} server, and how to get in. */
public record TestDatabase(String jdbcUrl, String user, String password) {}
