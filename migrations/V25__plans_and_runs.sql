-- Plans of campaigns as they are intended, revision by revision, and their runs: each an experiment with labware of its own.

create table campaign.plans (
  campaign_id text collate "C" not null references campaign.campaigns (campaign_id),
  revision    int not null check (revision > 0),
  process_id  uuid not null references tracking.processes (process_id),
  release     text not null check (release in ('immediate', 'manual', 'scheduled')),
  content     jsonb not null,
  layout      jsonb,
  valid_from  timestamptz not null,
  valid_to    timestamptz,
  file_id     bigint not null references ingest.file (id),
  primary key (campaign_id, revision),
  check (valid_to >= valid_from)
);
create unique index plans_current on campaign.plans (campaign_id) where valid_to is null;
comment on table campaign.plans is 'Every revision of every plan; runs keep the revision that they were begun with.';
comment on column campaign.plans.layout is 'Which well of which plate is what, where the plan laid out proposals.';

create table campaign.plan_labware (
  campaign_id text collate "C" not null,
  revision    int not null,
  label       text collate "C" not null,
  place       int not null,
  barcode     text collate "C",
  at_device   text collate "C",
  at_position int,
  declared    jsonb not null,
  primary key (campaign_id, revision, label),
  foreign key (campaign_id, revision) references campaign.plans (campaign_id, revision)
);
comment on table campaign.plan_labware is 'The labware of a plan, with its kind and contents as declared.';

create table campaign.campaign_steps (
  campaign_id text collate "C" not null,
  revision    int not null,
  step_id     text collate "C" not null,
  place       int not null,
  operation   text not null,
  yields      text not null check (yields in ('worklist', 'move', 'run', 'confirmation')),
  device      text collate "C",
  category    text,
  parameters  jsonb not null,
  quantities  jsonb not null,
  labware     text[] not null,
  after       jsonb not null,
  liquid      jsonb,
  tips        jsonb,
  primary key (campaign_id, revision, step_id),
  unique (campaign_id, revision, place),
  foreign key (campaign_id, revision) references campaign.plans (campaign_id, revision)
);
comment on table campaign.campaign_steps is 'The steps of a plan as they are intended; a revision is never altered.';
comment on column campaign.campaign_steps.quantities is 'The measured ones of the parameters, in base units: duration_s, temperature_c, volume_ul.';
comment on column campaign.campaign_steps.after is 'What has to be over before, with the shortest and longest wait in seconds.';

create table campaign.runs (
  experiment_id text collate "C" primary key references tracking.experiments (experiment_id),
  campaign_id   text collate "C" not null,
  revision      int not null,
  repeats       text collate "C" references campaign.runs (experiment_id),
  begun_by      text not null,
  begun_at      timestamptz not null,
  file_id       bigint references ingest.file (id),
  unique (campaign_id, experiment_id),
  foreign key (campaign_id, revision) references campaign.plans (campaign_id, revision)
);
create index runs_by_campaign on campaign.runs (campaign_id, begun_at);
comment on table campaign.runs is 'Each execution of a plan; an experiment.';
comment on column campaign.runs.repeats is 'The failed run that this one does again.';

create table campaign.run_labware (
  experiment_id text collate "C" not null references campaign.runs (experiment_id),
  label         text collate "C" not null,
  barcode       text collate "C" not null,
  bound_by      text not null,
  bound_at      timestamptz not null,
  primary key (experiment_id, label),
  unique (experiment_id, barcode)
);
create index run_labware_by_barcode on campaign.run_labware (barcode);
comment on table campaign.run_labware is 'Which piece of labware is which container in a run.';

create table campaign.transfer_tables (
  name       text collate "C" not null,
  version    int not null check (version > 0),
  transfers  jsonb not null,
  valid_from timestamptz not null,
  valid_to   timestamptz,
  file_id    bigint not null references ingest.file (id),
  primary key (name, version),
  check (valid_to >= valid_from)
);
create unique index transfer_tables_current on campaign.transfer_tables (name) where valid_to is null;
comment on table campaign.transfer_tables is 'Tables of transfers that were dropped beside plans, which name them.';
