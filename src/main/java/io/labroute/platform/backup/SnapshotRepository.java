package io.labroute.platform.backup;

import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Reads and writes whole tables on one connection, whatever they are: the product's and the lab's, of all schemas but the
 * server's own. Flyway's histories and what belongs to an extension of the server are no data.
 */
final class SnapshotRepository {

  private static final String OURS = """
      n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
        and c.relname not like 'flyway\\_schema\\_history%'
        and not exists (
          select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')""";

  private final Connection connection;

  SnapshotRepository(Connection connection) {
    this.connection = connection;
  }

  /** Columns by table, both as they are written in a statement; generated columns are left out. */
  Map<String, List<String>> tables() throws SQLException {
    var tables = new LinkedHashMap<String, List<String>>();
    try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(a.attname)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
         where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
           and a.attgenerated = '' and\s""" + OURS + " order by 1, a.attnum")) {
      while (rows.next()) {
        tables.computeIfAbsent(rows.getString(1), table -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return tables;
  }

  /** The tables so that each follows those that its foreign keys point to. */
  List<String> inOrder(Set<String> tables) throws SQLException {
    var targets = new LinkedHashMap<String, Set<String>>();
    tables.forEach(table -> targets.put(table, new HashSet<>()));
    try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
        select quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(tn.nspname) || '.' || quote_ident(t.relname)
          from pg_constraint k
          join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
          join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
         where k.contype = 'f' and k.conrelid <> k.confrelid""")) {
      while (rows.next()) {
        if (targets.containsKey(rows.getString(1)) && targets.containsKey(rows.getString(2))) {
          targets.get(rows.getString(1)).add(rows.getString(2));
        }
      }
    }
    return ordered(targets);
  }

  /** Orders by what has to be there first. */
  static List<String> ordered(Map<String, Set<String>> targets) {
    var ordered = new ArrayList<String>();
    var left = new LinkedHashMap<>(targets);
    while (!left.isEmpty()) {
      var ready = left.keySet().stream().filter(table -> ordered.containsAll(left.get(table))).toList();
      if (ready.isEmpty()) {
        throw Finding.of("backup.cyclic-keys", "Foreign keys of these tables point at each other, so none can be filled first.")
            .value(String.join(", ", left.keySet())).refusal();
      }
      ordered.addAll(ready);
      ready.forEach(left::remove);
    }
    return ordered;
  }

  List<Manifest.Sequence> sequences() throws SQLException {
    var sequences = new ArrayList<Manifest.Sequence>();
    try (var statement = connection.createStatement(); var rows = statement.executeQuery("""
        select quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value from pg_sequences
         where schemaname not in ('pg_catalog', 'information_schema') order by 1""")) {
      while (rows.next()) {
        sequences.add(new Manifest.Sequence(rows.getString(1), rows.getObject(2, Long.class)));
      }
    }
    return sequences;
  }

  /** Lets a sequence go on where it was, if it is there. */
  void set(Manifest.Sequence sequence) throws SQLException {
    if (sequence.lastValue() != null) {
      try (var statement = connection.prepareStatement("select setval(to_regclass(?), ?)")) {
        statement.setString(1, sequence.name());
        statement.setLong(2, sequence.lastValue());
        statement.execute();
      }
    }
  }

  /** Writes the rows of a table; returns how many. */
  long copyOut(String table, List<String> columns, OutputStream out) throws SQLException, IOException {
    return connection.unwrap(PGConnection.class).getCopyAPI()
        .copyOut("copy (select " + String.join(", ", columns) + " from " + table + ") to stdout", out);
  }

  /** Adds rows to a table; returns how many. */
  long copyIn(String table, List<String> columns, InputStream in) throws SQLException, IOException {
    return connection.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("copy " + table + " (" + String.join(", ", columns) + ") from stdin", in, 1 << 16);
  }

  /** A table that holds a row, if there is one. */
  Optional<String> filledTable(Set<String> butThese) throws SQLException {
    for (String table : tables().keySet()) {
      if (!butThese.contains(table) && isFilled(table)) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /** Deletes all rows. Tables without any are not touched, because some allow no deletion. */
  void clear() throws SQLException {
    List<String> tables = new ArrayList<>(inOrder(tables().keySet()));
    Collections.reverse(tables);
    for (String table : tables) {
      if (isFilled(table)) {
        try (var statement = connection.createStatement()) {
          statement.execute("delete from " + table);
        }
      }
    }
  }

  private boolean isFilled(String table) throws SQLException {
    return isTrue("select exists (select from " + table + ")");
  }

  /** The last migration of a history of Flyway; null when there is none. */
  @Nullable String lastMigration(String history) throws SQLException {
    if (!isTrue("select to_regclass('" + history + "') is not null")) {
      return null;
    }
    return text("select version from " + history + " where success and version is not null and version <> '0'"
        + " order by installed_rank desc limit 1");
  }

  String serverVersion() throws SQLException {
    return String.valueOf(text("show server_version"));
  }

  /** Drops all that the product and the lab have made. */
  void dropAll() throws SQLException {
    var schemas = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("""
          select distinct quote_ident(n.nspname) from pg_namespace n
           where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'""")) {
        while (rows.next()) {
          schemas.add(rows.getString(1));
        }
      }
      for (String schema : schemas) {
        statement.execute("drop schema " + schema + " cascade");
      }
      statement.execute("create schema public");
    }
  }

  private boolean isTrue(String query) throws SQLException {
    return "t".equals(text(query));
  }

  private @Nullable String text(String query) throws SQLException {
    try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
