package io.labroute.ingest;

import io.labroute.platform.backup.LargeOriginals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Repository;

/** The ledger's originals whose bytes are not in the database. */
@Repository
public class LargeOriginalsRepository implements LargeOriginals {

  /** A database of an older release, too, is backed up, whose originals cannot have been deleted. */
  private static final String KEPT = """
      select sha256 from ingest.content c where bytes is null and to_jsonb(c) ->> 'deleted_at' is null order by sha256""";

  @Override
  public List<String> hashes(Connection snapshot) throws SQLException {
    var hashes = new ArrayList<String>();
    try (var statement = snapshot.createStatement();
        var rows = statement.executeQuery(KEPT)) {
      while (rows.next()) {
        hashes.add(rows.getString(1));
      }
    }
    return hashes;
  }
}
