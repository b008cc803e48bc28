package io.labroute.execution;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far the log of events was read, and which worklists events speak of. */
@Repository
class NewsRepository {

  private final JdbcClient jdbc;

  NewsRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The last event that was read; nobody else reads on until the end of the transaction. */
  long holdCursor() {
    return jdbc.sql("select event_id from worklist.event_cursor for update").query(Long.class).single();
  }

  void setCursor(long event) {
    jdbc.sql("update worklist.event_cursor set event_id = :event").param("event", event).update();
  }

  /** A device's worklist by its id, its fingerprint, or the name of its file: of several of one name the first that has not ended. */
  Optional<UUID> named(String device, String name) {
    return jdbc.sql("""
        select worklist_id from worklist.worklists
         where device = :device and state <> 'withdrawn'
           and (worklist_id::text = lower(:name) or sha256 = lower(:name) or file_name = :name)
         order by (temp_name is null and state = 'placing'), state in ('finished', 'failed'),
                  case when state in ('finished', 'failed') then -ordered else ordered end limit 1""")
        .param("device", device).param("name", name).query(UUID.class).optional();
  }

  /** The worklist that a run of a device was said to follow. */
  Optional<UUID> ofRun(String device, String run) {
    return jdbc.sql("select worklist_id from worklist.worklists where device = :device and run = :run order by ordered desc limit 1")
        .param("device", device).param("run", run).query(UUID.class).optional();
  }
}
