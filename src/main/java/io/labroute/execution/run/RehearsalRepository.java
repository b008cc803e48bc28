package io.labroute.execution.run;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a rehearsal needs of the database, in a transaction that will be rolled back. */
@Repository
class RehearsalRepository {

  private final JdbcClient jdbc;

  RehearsalRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** From now on the transaction fails where it would have to wait, so that nobody waits in a circle with it. */
  void giveWay() {
    jdbc.sql("set local lock_timeout = '50ms'").update();
  }

  /** Puts containers on record that stand nowhere. Their numbers, below zero, are no other's as long as the transaction lasts. */
  void suppose(List<String> barcodes) {
    jdbc.sql("""
        insert into tracking.containers (container_id, barcode, registered_at)
        select -1000 * pg_backend_pid()::bigint - n, barcode, now() from unnest(:barcodes::text[]) with ordinality as b (barcode, n)""")
        .param("barcodes", barcodes.toArray(String[]::new)).update();
  }
}
