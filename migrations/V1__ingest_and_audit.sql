-- The life of a dropped file, and who did what.

create schema ingest;

create table ingest.content (
  sha256      text collate "C" primary key,
  size_bytes  bigint not null,
  bytes       bytea,
  stored_at   timestamptz not null default now()
);
comment on table ingest.content is 'The original bytes of every file that was loaded or rejected, once per content.';
comment on column ingest.content.bytes is 'Null when the original is larger than 1 MiB: it lies in the content folder under its hash.';

create table ingest.file (
  id               bigint generated always as identity primary key,
  kind             text not null,
  name             text not null,
  folder           text,
  owner            text,
  engine           text not null,
  inode            bigint,
  mtime_ns         bigint,
  sha256           text collate "C",
  size_bytes       bigint,
  state            text not null check (state in ('received', 'processing', 'completed', 'duplicate', 'rejected')),
  solo_attempts    int not null default 0,
  replay_of        bigint references ingest.file (id),
  duplicate_of     bigint references ingest.file (id),
  encoding         text,
  decimal_sign     text,
  time_zone        text,
  declared_charset text,
  received_at      timestamptz not null,
  completed_at     timestamptz,
  records_in       bigint not null default 0,
  records_loaded   bigint not null default 0,
  records_unchanged bigint not null default 0,
  records_rejected bigint not null default 0,
  leaves_in        bigint not null default 0,
  leaves_stored    bigint not null default 0,
  leaves_unchanged bigint not null default 0,
  leaves_extra     bigint not null default 0,
  leaves_rejected  bigint not null default 0,
  warnings         bigint not null default 0,
  error_code       text,
  error            text,
  moved_to         text,
  moved_at         timestamptz,
  constraint completed_leaves_balance check
    (state <> 'completed' or leaves_in = leaves_stored + leaves_unchanged + leaves_extra + leaves_rejected),
  constraint ended_with_a_time check
    ((state in ('received', 'processing')) = (completed_at is null))
);
comment on table ingest.file is 'The ledger: one row for each file that was dropped or replayed, and how it ended.';
comment on column ingest.file.replay_of is 'The earlier row whose content this row made current again.';
comment on column ingest.file.inode is 'With name and mtime_ns: which drop this was; null for a replay.';
comment on column ingest.file.solo_attempts is 'How often the file was read alone after a crash; at three it is set aside.';
comment on column ingest.file.moved_at is 'When the file was seen to have left the inbox; the move itself follows the commit.';

create unique index file_content_once on ingest.file (kind, sha256) where state = 'completed' and replay_of is null;
create index file_replays on ingest.file (kind, sha256) where state = 'completed' and replay_of is not null;
create index file_by_drop on ingest.file (inode);
create index file_not_stored on ingest.file (state, id desc) where state in ('duplicate', 'rejected');
create index file_in_work on ingest.file (id) where state in ('received', 'processing');
create index file_not_moved on ingest.file (id)
  where moved_at is null and inode is not null and state in ('completed', 'duplicate', 'rejected');

create table ingest.reject (
  id          bigint generated always as identity primary key,
  file_id     bigint not null references ingest.file (id),
  line        bigint,
  lines       int8multirange,
  column_name text,
  pointer     text,
  byte_offset bigint,
  code        text not null,
  message     text not null,
  value       text,
  allowed     text,
  advice      text
);
comment on table ingest.reject is 'What was not stored, where it stands in its file, why, and what would be right.';
comment on column ingest.reject.lines is 'All lines that are rejected for this reason, where it takes others with it (a bad row its plate).';
create index reject_by_file on ingest.reject (file_id, id);

create table ingest.warning (
  id          bigint generated always as identity primary key,
  file_id     bigint not null references ingest.file (id),
  line        bigint,
  column_name text,
  pointer     text,
  code        text not null,
  message     text not null,
  value       text,
  allowed     text,
  advice      text,
  occurrences bigint not null default 1
);
comment on table ingest.warning is 'What was stored although it looks doubtful; equal warnings of a file are one row with their number.';
create index warning_by_file on ingest.warning (file_id, id);

create table ingest.extra (
  file_id bigint not null references ingest.file (id),
  pointer text not null,
  value   text,
  primary key (file_id, pointer)
);
comment on table ingest.extra is 'Leaves of a file that its kind has no place for, kept as they stood.';

create view ingest.data_quality as
  select w.id, w.file_id, f.kind, f.name, f.completed_at, w.code, w.message, w.value, w.allowed, w.advice,
         w.line, w.column_name, w.pointer, w.occurrences
    from ingest.warning w join ingest.file f on f.id = w.file_id;

create schema audit;

create table audit.entries (
  id       bigint generated always as identity primary key,
  at       timestamptz not null default clock_timestamp(),
  actor    text not null,
  action   text not null,
  subject  text not null,
  file_id  bigint,
  detail   jsonb not null default '{}'
);
comment on table audit.entries is 'Who did what, when and why; entries are only ever added.';
create index entries_by_subject on audit.entries (subject, id);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.entries is append-only' using errcode = 'restrict_violation';
end $$;
create trigger entries_are_append_only before update or delete on audit.entries
  for each row execute function audit.refuse_change();
create trigger entries_are_never_truncated before truncate on audit.entries
  for each statement execute function audit.refuse_change();
