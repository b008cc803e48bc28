package io.labroute.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.UncategorizedSQLException;

/** What is looked up and made in a fresh embedded server before the engine uses it. */
record DatabaseSetup(int port, DatabasePassword password) {

  static final String DATABASE = "labroute";

  private static final Set<String> WRONG_PASSWORD = Set.of("28P01", "28000");

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  boolean passwordFits() {
    try (var connection = connect()) {
      return connection.isValid(0);
    } catch (SQLException e) {
      if (WRONG_PASSWORD.contains(e.getSQLState())) {
        return false;
      }
      throw new UncategorizedSQLException("Connecting to the embedded database", null, e);
    }
  }

  void createIfMissing() {
    String exists = "select 1 from pg_database where datname = '" + DATABASE + "'";
    try (var connection = connect();
        var statement = connection.createStatement();
        var found = statement.executeQuery(exists)) {
      if (!found.next()) {
        statement.execute("create database " + DATABASE);
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("Creating the database " + DATABASE, null, e);
    }
  }

  private Connection connect() throws SQLException {
    var source = new PGSimpleDataSource();
    source.setURL(url(port, "postgres"));
    source.setUser(PostgresCluster.USER);
    source.setPassword(password.text());
    source.setConnectTimeout(10);
    source.setLoginTimeout(30);
    return source.getConnection();
  }
}
