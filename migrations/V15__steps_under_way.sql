-- Steps that are under way are few, and asked for whenever somebody looks whether the lab is well; and mean durations.

create index process_steps_under_way on tracking.process_steps (started_at) where status = 'running';

create or replace view tracking.durations as
  select kind, fct, device, method, origin_device, destination_device, count(*) as runs, min(duration_s) as least,
         percentile_disc(0.5) within group (order by duration_s) as median,
         percentile_disc(0.95) within group (order by duration_s) as p95, max(duration_s) as most, max(finished_at) as last_finish,
         avg(duration_s) as mean
    from tracking.process_steps where counts
   group by kind, fct, device, method, origin_device, destination_device;
