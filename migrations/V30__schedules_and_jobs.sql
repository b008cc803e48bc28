-- When the steps of runs shall happen: schedules of the whole lab, and a job for each step.

create schema schedule;

create table schedule.schedules (
  schedule_id       bigint generated always as identity primary key,
  made_at           timestamptz not null,
  made_by           text not null,
  why               text not null,
  base              bigint references schedule.schedules (schedule_id) on delete set null,
  state             text not null check (state in ('proposed', 'current', 'superseded', 'refused')),
  anchor            timestamptz not null,
  tick_seconds      int not null check (tick_seconds > 0),
  problem           jsonb not null,
  plan              jsonb not null,
  plan_sha256       text collate "C" not null,
  source            text not null,
  value             bigint not null,
  bound             bigint not null,
  gap               numeric not null check (gap >= 0),
  guesses           int not null check (guesses >= 0),
  delay_seconds     bigint check (delay_seconds >= 0),
  violation_seconds bigint check (violation_seconds >= 0),
  violated          text[] not null default '{}'
);
create unique index schedules_one_current on schedule.schedules (state) where state = 'current';
create index schedules_by_base on schedule.schedules (base) where base is not null;
comment on table schedule.schedules is 'Every plan of the lab that was made: the current one, those before it, and choices that wait for a person.';
comment on column schedule.schedules.base is 'The schedule that was current when this one was made, and that it replaces.';
comment on column schedule.schedules.anchor is 'The moment of tick 0.';
comment on column schedule.schedules.guesses is 'Steps whose duration nobody has measured yet.';
comment on column schedule.schedules.delay_seconds is 'Of a choice: how much later what has not started comes than it was planned.';
comment on column schedule.schedules.violation_seconds is 'Of a choice: by how much longest waits are exceeded, all added up.';

create table schedule.jobs (
  job_id         uuid primary key default gen_random_uuid(),
  experiment_id  text collate "C" not null references campaign.runs (experiment_id),
  step_id        text collate "C" not null,
  attempt        int not null default 1 check (attempt > 0),
  attempt_since  timestamptz,
  schedule_id    bigint not null references schedule.schedules (schedule_id),
  device         text collate "C",
  planned_start  timestamptz not null,
  planned_end    timestamptz not null check (planned_end >= planned_start),
  duration_basis text not null,
  guessed        boolean not null,
  priority       int not null,
  resources      text[] not null,
  state          text not null default 'planned'
                   check (state in ('planned', 'due', 'running', 'done', 'failed', 'skipped', 'aborted')),
  held_code      text,
  held_reason    text,
  held_by        text,
  held_at        timestamptz,
  waits_code     text,
  waits_reason   text,
  waits_mark     text,
  looked_at      timestamptz,
  lease_by       uuid,
  lease_until    timestamptz,
  fired_at       timestamptz,
  started_at     timestamptz,
  ended_at       timestamptz,
  worklist_id    uuid references worklist.worklists (worklist_id),
  unique (experiment_id, step_id),
  check ((held_code is null) = (held_at is null)),
  check (held_code is null or state = 'planned')
);
create index jobs_due on schedule.jobs (planned_start) where state = 'planned' and held_code is null;
create index jobs_open on schedule.jobs (experiment_id) where state in ('planned', 'due', 'running', 'failed');
create index jobs_by_schedule on schedule.jobs (schedule_id);
create index jobs_by_end on schedule.jobs (planned_end);
create index jobs_by_resource on schedule.jobs using gin (resources) where state in ('planned', 'due', 'running');
comment on table schedule.jobs is 'When each step of a scheduled run shall happen. What happened stands in tracking.process_steps and worklist.worklists; the state follows it.';
comment on column schedule.jobs.attempt_since is 'Of a further attempt: what was recorded of the step before does not count.';
comment on column schedule.jobs.duration_basis is 'Where the planned duration is from, for people.';
comment on column schedule.jobs.resources is
  'What it shares with no other job at a time: devices that do one thing at a time, positions as Device[0], arms.';
comment on column schedule.jobs.held_code is 'Why it does not fire by itself, although it is planned: a person or a new plan goes on.';
comment on column schedule.jobs.waits_code is 'Why it has not fired, although its time has come; looked at again when anything changes.';
comment on column schedule.jobs.waits_mark is 'How far the record had come when it was looked at.';
comment on column schedule.jobs.lease_by is 'The engine that is firing it, until lease_until by the clock of the database.';

create table schedule.job_changes (
  change_id bigint generated always as identity primary key,
  job_id    uuid not null references schedule.jobs (job_id),
  state     text not null,
  at        timestamptz not null,
  actor     text not null,
  reason    text
);
create index job_changes_by_job on schedule.job_changes (job_id, change_id);
comment on table schedule.job_changes is 'Every state that a job had, and every hold, who said so and why.';

create table schedule.closures (
  closure_id bigint generated always as identity primary key,
  device     text collate "C" not null references tracking.devices (device),
  from_at    timestamptz not null,
  until_at   timestamptz check (until_at > from_at),
  reason     text not null,
  said_by    text not null,
  said_at    timestamptz not null,
  lifted_at  timestamptz,
  event_id   bigint unique
);
create index closures_open on schedule.closures (device, from_at) where lifted_at is null;
comment on table schedule.closures is 'When devices cannot be used: maintenance, and what is down until somebody says that it works again.';
comment on column schedule.closures.until_at is 'Null as long as nobody knows.';
comment on column schedule.closures.event_id is 'The event of tracking.events by which the device said so.';
