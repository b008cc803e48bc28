-- Worklists on their way to devices: the file itself, what it does, where it stands, and what became of each transfer.

create schema worklist;

create sequence worklist.file_numbers;
comment on sequence worklist.file_numbers is 'What {sequence} stands for in names of files.';

create table worklist.worklists (
  worklist_id       uuid primary key,
  experiment_id     text collate "C" not null references tracking.experiments (experiment_id),
  step_id           text collate "C" not null,
  device            text collate "C" not null,
  remark            text not null,
  ordered           bigint generated always as identity unique,
  order_sha256      text collate "C" not null,
  profile           text not null,
  format            text not null,
  folder            text not null,
  file_name         text not null,
  temp_name         text,
  temp_mark         text,
  bytes             bytea not null,
  sha256            text collate "C" not null,
  manifest          jsonb not null,
  loading_sheet     text not null,
  plan              jsonb not null,
  containers        jsonb not null,
  state             text not null
                      check (state in ('placing', 'released', 'picked_up', 'started', 'finished', 'failed', 'gone', 'withdrawn')),
  reason            text,
  remainder_of      uuid references worklist.worklists (worklist_id),
  run               text collate "C",
  withdrawing_by    text,
  withdrawing_why   text,
  overdue_since     timestamptz,
  placing_at        timestamptz not null,
  released_at       timestamptz,
  picked_up_at      timestamptz,
  started_at        timestamptz,
  finished_at       timestamptz,
  check (length(bytes) > 0),
  check ((withdrawing_by is null) = (withdrawing_why is null))
);
create index worklists_by_experiment on worklist.worklists (experiment_id, ordered);
create index worklists_of_device on worklist.worklists (device, ordered desc);
create index worklists_open on worklist.worklists (device, ordered)
  where state in ('placing', 'released', 'picked_up', 'started', 'gone');
create unique index worklists_one_remainder on worklist.worklists (remainder_of) where state <> 'withdrawn';
comment on table worklist.worklists is 'Every worklist that was released or waits for its turn, with the bytes of its file.';
comment on column worklist.worklists.profile is 'The device''s profile as it was when the worklist was ordered; it holds until its end.';
comment on column worklist.worklists.temp_name is 'The hidden file that becomes the worklist; null while it waits for its turn.';
comment on column worklist.worklists.temp_mark is
  'Inode and change time of the hidden file: as long as it has both it never had another name.';
comment on column worklist.worklists.remainder_of is 'The worklist whose undone transfers this one does.';
comment on column worklist.worklists.run is 'By what the device tells the run of this worklist from its others.';
comment on column worklist.worklists.withdrawing_by is 'Who is just taking the file back.';
comment on column worklist.worklists.overdue_since is 'When it should have been picked up, or reported on; told, never guessed.';

create table worklist.transfers (
  worklist_id      uuid not null references worklist.worklists (worklist_id) on delete cascade,
  number           int not null check (number > 0),
  step             int not null,
  part             int not null check (part > 0),
  parts            int not null check (parts >= part),
  source           text not null,
  source_container bigint not null references tracking.containers (container_id),
  source_well      text collate "C" not null,
  target           text not null,
  target_container bigint not null references tracking.containers (container_id),
  target_well      text collate "C" not null,
  requested_ul     numeric not null,
  written_ul       numeric not null check (written_ul > 0),
  liquid_class     text,
  outcome          text not null default 'planned' check (outcome in ('planned', 'done', 'undone', 'unknown')),
  actual_ul        numeric,
  reason           text,
  decided_by       text,
  decided_at       timestamptz,
  file_id          bigint references ingest.file (id),
  line             bigint,
  primary key (worklist_id, number)
);
create index transfers_by_source on worklist.transfers (source_container, source_well);
create index transfers_by_target on worklist.transfers (target_container, target_well);
comment on table worklist.transfers is 'What each worklist moves, part by part, and what became of it.';
comment on column worklist.transfers.step is 'Which step of the plan it belongs to, from 0.';
comment on column worklist.transfers.part is 'A volume that is larger than a tip is moved in parts.';
comment on column worklist.transfers.decided_by is 'Who says so: a file, a device, or a person.';

create table worklist.states (
  change_id   bigint generated always as identity primary key,
  worklist_id uuid not null references worklist.worklists (worklist_id) on delete cascade,
  state       text not null,
  at          timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  actor       text not null,
  reason      text
);
create index states_by_worklist on worklist.states (worklist_id, change_id);
comment on table worklist.states is 'Every state that a worklist had, who said so and why.';

create table worklist.event_cursor (
  only_row boolean primary key default true check (only_row),
  event_id bigint not null
);
insert into worklist.event_cursor (event_id) select coalesce(max(event_id), 0) from tracking.events;
comment on table worklist.event_cursor is 'The last event of tracking.events that was looked at for worklists.';

create view worklist.progress as
  select w.worklist_id, w.experiment_id, w.step_id, w.device, w.state, w.file_name, w.reason, w.remainder_of, w.overdue_since,
         t.transfers, t.done, t.undone, t.unknown, t.planned
    from worklist.worklists w
    cross join lateral (
      select count(*) as transfers, count(*) filter (where outcome = 'done') as done,
             count(*) filter (where outcome = 'undone') as undone, count(*) filter (where outcome = 'unknown') as unknown,
             count(*) filter (where outcome = 'planned') as planned
        from worklist.transfers where worklist_id = w.worklist_id) t;
comment on view worklist.progress is 'Worklists with how many of their transfers were done.';
