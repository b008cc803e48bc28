-- What estimates of durations look at: the newest runs, and the longest, of what is alike.

alter table tracking.process_steps
  add parameters_key text generated always as (md5(parameters::text)) stored;
comment on column tracking.process_steps.parameters_key is 'Equal for equal parameters, whatever their order.';

create index durations_of_moves on tracking.process_steps (origin_device, destination_device, finished_at) include (duration_s)
  where counts and kind = 'move';
create index longest_moves on tracking.process_steps (origin_device, destination_device, duration_s) where counts and kind = 'move';
create index durations_by_parameters on tracking.process_steps (fct, device, parameters_key, finished_at) include (duration_s)
  where counts and kind = 'step';
create index longest_by_parameters on tracking.process_steps (fct, device, parameters_key, duration_s) where counts and kind = 'step';
create index durations_by_method on tracking.process_steps (fct, method, finished_at) include (duration_s)
  where counts and kind = 'step' and method is not null;
create index longest_by_method on tracking.process_steps (fct, method, duration_s) where counts and kind = 'step' and method is not null;
create index durations_by_device on tracking.process_steps (fct, device, finished_at) include (duration_s) where counts and kind = 'step';
create index longest_by_device on tracking.process_steps (fct, device, duration_s) where counts and kind = 'step';
create index durations_by_function on tracking.process_steps (fct, finished_at) include (duration_s) where counts and kind = 'step';
create index longest_by_function on tracking.process_steps (fct, duration_s) where counts and kind = 'step';
create index steps_newest on tracking.process_steps (finished_at) where counts;

create view tracking.durations as
  select kind, fct, device, method, origin_device, destination_device, count(*) as runs, min(duration_s) as least,
         percentile_disc(0.5) within group (order by duration_s) as median,
         percentile_disc(0.95) within group (order by duration_s) as p95, max(duration_s) as most, max(finished_at) as last_finish
    from tracking.process_steps where counts
   group by kind, fct, device, method, origin_device, destination_device;
comment on view tracking.durations is 'How long each method took on each device, and each way from device to device, in seconds.';
