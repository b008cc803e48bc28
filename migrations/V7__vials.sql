-- Frozen vials of cell lines: where each is, and what became of it.

create table catalog.cell_line_inventory (
  inventory_id   bigint generated always as identity primary key,
  vial_id        text collate "C" not null unique,
  cell_line_id   text collate "C" not null,
  passage_number int check (passage_number >= 0),
  freeze_date    date,
  location       text,
  status         text not null check (status in ('available', 'used', 'discarded')),
  notes          text,
  created_at     timestamptz not null,
  file_id        bigint references ingest.file (id),
  line           bigint
);
comment on table catalog.cell_line_inventory is 'Every vial that was ever registered; who did what with it stands in audit.entries under the subject vial <id>.';
create index cell_line_inventory_by_line on catalog.cell_line_inventory (cell_line_id, status, passage_number);

create table catalog.cell_line_usage (
  usage_id     bigint generated always as identity primary key,
  cell_line_id text collate "C" not null,
  vial_id      text collate "C" not null unique references catalog.cell_line_inventory (vial_id),
  execution_id text collate "C",
  usage_date   timestamptz not null,
  purpose      text,
  notes        text,
  file_id      bigint references ingest.file (id),
  line         bigint
);
comment on table catalog.cell_line_usage is 'What each used vial was used for; a vial is used once.';
comment on column catalog.cell_line_usage.execution_id is 'The experiment that it was thawed for, if that was told.';
create index cell_line_usage_by_execution on catalog.cell_line_usage (execution_id) where execution_id is not null;
