-- What was done in the lab: each step with its device, its container, its times and how it ended.

create table tracking.process_steps (
  step_id              uuid primary key default gen_random_uuid(),
  experiment_id        text collate "C" references tracking.experiments (experiment_id),
  kind                 text not null check (kind in ('step', 'move')),
  fct                  text collate "C" not null check (length(fct) between 1 and 200),
  process_name         text not null,
  device               text collate "C" references tracking.devices (device),
  container_id         bigint references tracking.containers (container_id),
  status               text not null check (status in ('planned', 'running', 'completed', 'failed', 'aborted')),
  started_at           timestamptz,
  finished_at          timestamptz,
  is_simulation        boolean not null,
  parameters           jsonb not null default '{}' check (jsonb_typeof(parameters) = 'object'),
  method               text generated always as (coalesce(parameters ->> 'method', parameters ->> 'protocol')) stored,
  error_message        text,
  excluded_because     text,
  origin_device        text collate "C",
  origin_position      int,
  destination_device   text collate "C",
  destination_position int,
  lidded_before        boolean,
  lidded_after         boolean,
  barcode_read         boolean,
  uri_format           text,
  created_at           timestamptz not null,
  duration_s           double precision generated always as (extract(epoch from finished_at - started_at)::double precision) stored,
  counts               boolean not null generated always as
                         (status = 'completed' and not is_simulation and excluded_because is null) stored,
  foreign key (origin_device, origin_position) references tracking.positions (device, position),
  foreign key (destination_device, destination_position) references tracking.positions (device, position),
  check (finished_at >= started_at),
  check ((kind = 'move') = (origin_device is not null and destination_device is not null)),
  check (status <> 'planned' or started_at is null),
  check (status <> 'running' or started_at is not null and finished_at is null),
  check (status <> 'completed' or started_at is not null and finished_at is not null)
);
comment on table tracking.process_steps is 'Every step that was planned or done, however it ended; times in UTC.';
comment on column tracking.process_steps.fct is 'What was done, as processes call it, such as incubate, read_barcode, move.';
comment on column tracking.process_steps.excluded_because is 'Why estimates of durations leave the step out, such as impossible times; null for most.';
comment on column tracking.process_steps.counts is 'Whether estimates of durations use the step: completed, no simulation, not excluded.';
create index process_steps_by_experiment on tracking.process_steps (experiment_id, started_at) where experiment_id is not null;
create index process_steps_by_container on tracking.process_steps (container_id, started_at) where container_id is not null;
create index process_steps_by_device on tracking.process_steps (device, started_at);

create view tracking.move_steps as
  select step_id, experiment_id, process_name, device, container_id, status, started_at, finished_at, duration_s, is_simulation,
         origin_device, origin_position, destination_device, destination_position, lidded_before, lidded_after, barcode_read, uri_format
    from tracking.process_steps where kind = 'move';
comment on view tracking.move_steps is 'The steps that move a container.';

create view tracking.experiment_totals as
  select e.experiment_id, e.process_id, p.name as process, e.status, e.started_at, e.finished_at, e.error_message, e.created_at,
         count(s.step_id) as steps, count(s.step_id) filter (where s.status = 'completed') as completed,
         count(s.step_id) filter (where s.status in ('failed', 'aborted')) as failed,
         min(s.started_at) as first_start, max(s.finished_at) as last_finish,
         coalesce(sum(s.duration_s) filter (where s.status = 'completed'), 0) as busy_seconds,
         count(distinct s.container_id) as containers
    from tracking.experiments e
    join tracking.processes p on p.process_id = e.process_id
    left join tracking.process_steps s on s.experiment_id = e.experiment_id
   group by e.experiment_id, p.process_id;
comment on view tracking.experiment_totals is 'Experiments with how much was done of them.';
