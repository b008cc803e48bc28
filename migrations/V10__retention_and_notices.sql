-- Originals that were deleted to save space, and people who were told of rejects.

alter table ingest.content add column deleted_at timestamptz;
alter table ingest.content add check (deleted_at is null or bytes is null);
comment on column ingest.content.deleted_at is
  'When a clean-up deleted the original, so that its files cannot be replayed; null while it is kept.';
comment on column ingest.content.bytes is
  'Null when the original is larger than 1 MiB: it lies in the content folder under its hash; or when it was deleted.';

create table ingest.notice (
  file_id bigint primary key references ingest.file (id),
  told_at timestamptz not null default clock_timestamp()
);
comment on table ingest.notice is 'Files of whose rejects people were told, each once.';

create index file_with_rejects on ingest.file (completed_at) where state = 'rejected' or records_rejected > 0;
