package io.labroute.platform.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Tells which originals are kept in the content folder instead of a table. */
@FunctionalInterface
public interface LargeOriginals {

  /** The hashes of all that the connection's transaction sees. */
  List<String> hashes(Connection snapshot) throws SQLException;
}
