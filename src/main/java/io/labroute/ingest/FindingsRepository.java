package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Adds what was found in files, rejects, warnings, extras and references, to their ledger rows, in the caller's transaction. */
@Repository
class FindingsRepository {

  private static final int BATCH = 500;

  private final JdbcTemplate jdbc;

  FindingsRepository(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void add(List<Ending> endings) {
    addRejects(endings);
    addWarnings(endings);
    addExtras(endings);
    addReferences(endings);
  }

  private record OfFile<T>(long fileId, T what) {}

  private void addRejects(List<Ending> endings) {
    var rejections = endings.stream().flatMap(ending -> ending.rejections().stream()
        .map(rejection -> new OfFile<>(ending.file().ledgerId(), rejection))).toList();
    jdbc.batchUpdate("""
        insert into ingest.reject
          (file_id, line, lines, column_name, pointer, byte_offset, code, message, value, allowed, advice)
        values (?, ?, ?::int8multirange, ?, ?, ?, ?, ?, ?, ?, ?)""", rejections, BATCH, (statement, rejection) -> {
          Finding finding = rejection.what().finding();
          statement.setLong(1, rejection.fileId());
          statement.setObject(2, finding.where().line(), Types.BIGINT);
          statement.setString(3, rejection.what().lines());
          statement.setString(4, finding.where().field());
          statement.setString(5, finding.where().pointer());
          statement.setObject(6, finding.where().offset(), Types.BIGINT);
          describe(statement, 7, finding);
        });
  }

  private void addWarnings(List<Ending> endings) {
    var warnings = endings.stream().flatMap(ending -> ending.warnings().entrySet().stream()
        .map(warning -> new OfFile<>(ending.file().ledgerId(), warning))).toList();
    jdbc.batchUpdate("""
        insert into ingest.warning
          (file_id, line, column_name, pointer, occurrences, code, message, value, allowed, advice)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", warnings, BATCH, (statement, warning) -> {
          Finding finding = warning.what().getKey();
          statement.setLong(1, warning.fileId());
          statement.setObject(2, finding.where().line(), Types.BIGINT);
          statement.setString(3, finding.where().field());
          statement.setString(4, finding.where().pointer());
          statement.setLong(5, warning.what().getValue());
          describe(statement, 6, finding);
        });
  }

  private static void describe(PreparedStatement statement, int from, Finding finding) throws SQLException {
    statement.setString(from, finding.code());
    statement.setString(from + 1, finding.what());
    statement.setString(from + 2, finding.value());
    statement.setString(from + 3, finding.allowed());
    statement.setString(from + 4, finding.maybe());
  }

  private void addExtras(List<Ending> endings) {
    var extras = endings.stream().flatMap(ending -> ending.extras().entrySet().stream()
        .map(extra -> new OfFile<>(ending.file().ledgerId(), extra))).toList();
    jdbc.batchUpdate("insert into ingest.extra (file_id, pointer, value) values (?, ?, ?)", extras, BATCH,
        (statement, extra) -> {
          statement.setLong(1, extra.fileId());
          statement.setString(2, extra.what().getKey());
          statement.setString(3, extra.what().getValue());
        });
  }

  private void addReferences(List<Ending> endings) {
    var references = endings.stream().flatMap(ending -> ending.references().entrySet().stream()
        .map(reference -> new OfFile<>(ending.file().ledgerId(), reference))).toList();
    jdbc.batchUpdate("insert into ingest.reference (file_id, target_kind, target_id, line, pointer) values (?, ?, ?, ?, ?)",
        references, BATCH, (statement, reference) -> {
          Reference what = reference.what().getKey();
          Place where = reference.what().getValue();
          statement.setLong(1, reference.fileId());
          statement.setString(2, what.target().text());
          statement.setString(3, what.id());
          statement.setObject(4, where.line(), Types.BIGINT);
          statement.setString(5, where.pointer());
        });
  }
}
