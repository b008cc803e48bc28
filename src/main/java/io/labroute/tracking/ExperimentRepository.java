package io.labroute.tracking;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores experiments and the processes that they executed, in the caller's transaction. */
@Repository
public class ExperimentRepository {

  private final JdbcClient jdbc;
  private final Clock clock;

  ExperimentRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Stores experiments; one that is known already takes the status that is told now. */
  public void record(Collection<Experiment> experiments) {
    if (experiments.isEmpty()) {
      return;
    }
    List<Experiment> ordered = experiments.stream().sorted((a, b) -> a.experimentId().compareTo(b.experimentId())).toList();
    var now = OffsetDateTime.now(clock);
    jdbc.sql("""
        insert into tracking.processes (name, imported_as, created_at, file_id)
        select p.name, p.name, :now, min(p.file_id) from unnest(:names::text[], :files::bigint[]) as p (name, file_id)
         group by p.name order by p.name
        on conflict (imported_as) do nothing""")
        .param("names", texts(ordered.stream().map(Experiment::processName).toList()))
        .param("files", ordered.stream().map(Experiment::fileId).toArray(Long[]::new)).param("now", now).update();
    jdbc.sql("""
        insert into tracking.experiments (experiment_id, process_id, status, error_message, created_at, file_id, pointer)
        select e.id, p.process_id, e.status, e.error, :now, e.file_id, e.pointer
          from unnest(:ids::text[], :names::text[], :statuses::text[], :errors::text[], :files::bigint[], :pointers::text[])
               as e (id, name, status, error, file_id, pointer)
          join tracking.processes p on p.imported_as = e.name
         order by e.id
        on conflict (experiment_id) do update
          set status = excluded.status, error_message = excluded.error_message, file_id = excluded.file_id,
              pointer = excluded.pointer
        where (experiments.status, experiments.error_message) is distinct from (excluded.status, excluded.error_message)""")
        .param("ids", texts(ordered.stream().map(Experiment::experimentId).toList()))
        .param("names", texts(ordered.stream().map(Experiment::processName).toList()))
        .param("statuses", texts(ordered.stream().map(e -> e.status().text()).toList()))
        .param("errors", texts(ordered.stream().map(Experiment::errorMessage).toList()))
        .param("files", ordered.stream().map(Experiment::fileId).toArray(Long[]::new))
        .param("pointers", texts(ordered.stream().map(Experiment::pointer).toList()))
        .param("now", now).update();
  }

  private static String[] texts(List<String> values) {
    return values.toArray(String[]::new);
  }
}
