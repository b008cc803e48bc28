package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.platform.ContentFolder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers questions about files, their rejects and warnings. */
@Repository
public class FileRepository {

  /** The most rows that one answer holds. */
  public static final int MOST_ROWS = 1_000;

  private final JdbcClient jdbc;
  private final ContentFolder contents;

  FileRepository(JdbcClient jdbc, ContentFolder contents) {
    this.jdbc = jdbc;
    this.contents = contents;
  }

  /** A record that was not stored. */
  public record Reject(
      @Nullable Long line, @Nullable String lines, @Nullable String column, @Nullable String pointer,
      @Nullable Long byteOffset, String code, String message, @Nullable String value, @Nullable String allowed,
      @Nullable String advice) {

    Finding finding() {
      return new Finding(code, message, new Place(line, null, column, pointer, byteOffset), value, allowed, advice);
    }
  }

  /** A doubt about data that were stored. */
  public record Warning(
      long fileId, String kind, String name, String code, String message, @Nullable String value, @Nullable String allowed,
      @Nullable String advice, @Nullable Long line, @Nullable String column, @Nullable String pointer, long occurrences) {}

  /** Newest files first; {@code before} continues where an earlier answer ended. */
  public List<FileRecord> find(@Nullable FileState state, @Nullable String kind, @Nullable Long before, int limit) {
    return jdbc.sql("""
        select * from ingest.file
         where (:state::text is null or state = :state) and (:kind::text is null or kind = :kind)
           and (:before::bigint is null or id < :before)
         order by id desc limit :limit""")
        .param("state", state == null ? null : state.text())
        .param("kind", kind)
        .param("before", before)
        .param("limit", limited(limit))
        .query(FileRepository::fileRecord).list();
  }

  public Optional<FileRecord> find(long id) {
    return jdbc.sql("select * from ingest.file where id = ?").param(id).query(FileRepository::fileRecord).optional();
  }

  /** The newest files of each folder, as far as they are among the last 2,000 that were dropped anywhere. */
  public Map<String, List<FileRecord>> lastByFolder(int perFolder) {
    Map<String, List<FileRecord>> last = new HashMap<>();
    jdbc.sql("""
        select * from (
          select recent.*, row_number() over (partition by folder order by id desc) as place
            from (select * from ingest.file order by id desc limit 2000) recent where folder is not null) placed
         where place <= ? order by id desc""").param(perFolder)
        .query((RowCallbackHandler) row ->
            last.computeIfAbsent(row.getString("folder"), folder -> new ArrayList<>()).add(fileRecord(row, 0)));
    return last;
  }

  /** How many files are in each state, by kind. */
  public List<Map<String, Object>> counts() {
    return jdbc.sql("select kind, state, count(*) as files from ingest.file group by kind, state order by kind, state")
        .query().listOfRows();
  }

  /** The first rejects of a file. */
  public List<Reject> rejects(long fileId, int limit) {
    return allRejects(fileId, limited(limit));
  }

  /** All rejects of a file, for what is written beside it; their number is limited when it is loaded. */
  List<Reject> allRejects(long fileId) {
    return allRejects(fileId, Integer.MAX_VALUE);
  }

  private List<Reject> allRejects(long fileId, int limit) {
    return jdbc.sql("""
        select line, lines::text as lines, column_name, pointer, byte_offset, code, message, value, allowed, advice
          from ingest.reject where file_id = ? order by id limit ?""").param(fileId).param(limit)
        .query((row, n) -> new Reject(number(row, "line"), row.getString("lines"), row.getString("column_name"),
            row.getString("pointer"), number(row, "byte_offset"), row.getString("code"), row.getString("message"),
            row.getString("value"), row.getString("allowed"), row.getString("advice"))).list();
  }

  /** Warnings of one file, or the newest of all. */
  public List<Warning> warnings(@Nullable Long fileId, @Nullable String code, int limit) {
    return jdbc.sql("""
        select file_id, kind, name, code, message, value, allowed, advice, line, column_name, pointer, occurrences
          from ingest.data_quality
         where (:file::bigint is null or file_id = :file) and (:code::text is null or code = :code)
         order by file_id desc, id limit :limit""")
        .param("file", fileId).param("code", code).param("limit", limited(limit))
        .query((row, n) -> new Warning(row.getLong("file_id"), row.getString("kind"), row.getString("name"),
            row.getString("code"), row.getString("message"), row.getString("value"), row.getString("allowed"),
            row.getString("advice"), number(row, "line"), row.getString("column_name"), row.getString("pointer"),
            row.getLong("occurrences"))).list();
  }

  /**
   * The original bytes of a file that was loaded or rejected, if they were read.
   *
   * @throws Refusal {@code ingest.original-deleted} when a clean-up has deleted them
   */
  public Optional<SourceFile.Bytes> content(FileRecord file) {
    if (file.sha256() == null) {
      return Optional.empty();
    }
    record Kept(byte @Nullable [] bytes, @Nullable Instant deletedAt) {}
    return jdbc.sql("select bytes, deleted_at from ingest.content where sha256 = ?").param(file.sha256())
        .query((row, n) -> new Kept(row.getBytes("bytes"), instant(row, "deleted_at"))).optional().map(kept -> {
          if (kept.deletedAt() != null) {
            throw Finding.of("ingest.original-deleted", "The original of this file was deleted by a clean-up.")
                .value(kept.deletedAt().toString()).maybe("a backup from before that time holds it.").refusal();
          }
          return kept.bytes() == null ? new SourceFile.Bytes.InFolder(contents.find(file.sha256()))
              : new SourceFile.Bytes.InMemory(kept.bytes());
        });
  }

  private static int limited(int limit) {
    return Math.max(1, Math.min(limit, MOST_ROWS));
  }

  private static FileRecord fileRecord(ResultSet row, int n) throws SQLException {
    return new FileRecord(row.getLong("id"), row.getString("kind"), row.getString("name"), row.getString("sha256"),
        number(row, "size_bytes"), row.getString("state"), number(row, "replay_of"), number(row, "duplicate_of"),
        row.getString("owner"), row.getObject("received_at", OffsetDateTime.class).toInstant(),
        instant(row, "completed_at"), row.getLong("records_in"), row.getLong("records_loaded"),
        row.getLong("records_unchanged"), row.getLong("records_rejected"), row.getLong("leaves_in"),
        row.getLong("leaves_stored"), row.getLong("leaves_unchanged"), row.getLong("leaves_extra"),
        row.getLong("leaves_rejected"), row.getLong("warnings"), row.getString("encoding"),
        row.getString("decimal_sign"), row.getString("time_zone"), row.getString("declared_charset"),
        row.getString("error_code"), row.getString("error"), row.getString("moved_to"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }
}
