package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcUtils;

/** The mark that a simulated lab leaves in its database, so that its records are never taken for real ones. */
final class LabMark {

  private LabMark() {}

  /**
   * Requires a database of the engine's own kind of lab; one that nothing is in yet becomes a simulated lab's.
   *
   * @throws Refusal {@code simulation.real-records} where a real lab's records are, {@code simulation.simulated-records} where a
   *     real lab is to run on simulated ones
   */
  static void require(DataSource database, LabNature lab) {
    var connection = DataSourceUtils.getConnection(database);
    try (var statement = connection.createStatement()) {
      boolean marked = holds(statement.executeQuery("select exists (select from tracking.simulated_lab)"));
      if (marked && !lab.isSimulated()) {
        throw Finding.of("simulation.simulated-records", "The database belongs to a simulated lab.")
            .maybe("the engine was meant to be started with --simulate, or spring.datasource.url names the wrong database.").refusal();
      }
      if (!marked && lab.isSimulated()) {
        boolean used = holds(statement.executeQuery("""
            select exists (select from ingest.file) or exists (select from tracking.events) or exists (select from tracking.devices)
                or exists (select from tracking.experiments)"""));
        if (used) {
          throw Finding.of("simulation.real-records", "The database holds records that are not simulated.")
              .allowed("a database that nothing is in yet, or that a simulated lab has used before")
              .maybe("spring.datasource.url names the real lab's database: give the simulated one a database of its own, or none.")
              .refusal();
        }
        statement.executeUpdate("insert into tracking.simulated_lab (since) values (clock_timestamp())");
      }
    } catch (SQLException failed) {
      throw new IllegalStateException("The kind of the database's lab cannot be told", failed);
    } finally {
      DataSourceUtils.releaseConnection(connection, database);
    }
  }

  private static boolean holds(ResultSet answer) throws SQLException {
    try {
      return answer.next() && answer.getBoolean(1);
    } finally {
      JdbcUtils.closeResultSet(answer);
    }
  }
}
