-- Processes and their executions, and campaigns as lists of experiments. A campaign is what its files together state: each
-- file's statement is kept and versioned, and the rows of campaigns, iterations and experiments follow from the current ones.

create schema tracking;

create table tracking.processes (
  process_id  uuid primary key default gen_random_uuid(),
  name        text not null,
  description text,
  imported_as text collate "C" unique,
  created_at  timestamptz not null,
  file_id     bigint references ingest.file (id)
);
comment on table tracking.processes is 'What can be executed: each execution is an experiment.';
comment on column tracking.processes.imported_as is 'The name under which executions of a predecessor refer to it.';

create table tracking.experiments (
  experiment_id text collate "C" primary key,
  process_id    uuid not null references tracking.processes (process_id),
  status        text not null check (status in ('pending', 'running', 'paused', 'completed', 'failed', 'aborted')),
  started_at    timestamptz,
  finished_at   timestamptz,
  error_message text,
  created_at    timestamptz not null,
  file_id       bigint references ingest.file (id),
  pointer       text,
  check (finished_at >= started_at)
);
comment on table tracking.experiments is 'One execution of a process, with or without a campaign.';
create index experiments_by_process on tracking.experiments (process_id, status);

create schema campaign;

create table campaign.statements (
  statement_id bigint generated always as identity primary key,
  campaign_id  text collate "C" not null,
  part         text collate "C" not null,
  content      jsonb not null,
  results      jsonb not null default '[]',
  stated_at    timestamptz,
  version      int not null check (version > 0),
  valid_from   timestamptz not null,
  valid_to     timestamptz,
  file_id      bigint not null references ingest.file (id),
  unique (campaign_id, part, version),
  check (valid_to >= valid_from)
);
create unique index statements_current on campaign.statements (campaign_id, part) where valid_to is null;
comment on table campaign.statements is 'What each file of a campaign states: its report, each of its checkpoints, its configuration, its plan.';
comment on column campaign.statements.results is 'The results in their order; null where one was rejected.';
comment on column campaign.statements.stated_at is 'The time that the file gives itself.';

create table campaign.campaigns (
  campaign_id        text collate "C" primary key,
  campaign_type      text not null,
  name               text,
  goal               text,
  status             text not null check (status in ('planned', 'running', 'completed', 'failed', 'cancelled')),
  status_basis       text not null,
  start_date         timestamptz,
  start_basis        text,
  end_date           timestamptz,
  end_basis          text,
  last_heard_at      timestamptz,
  max_iterations     int,
  stated_iterations  int,
  stated_experiments int,
  iterations         int not null default 0,
  last_iteration     int not null default 0,
  experiments        int not null default 0,
  completed          int not null default 0,
  failed             int not null default 0,
  best_experiment_id text collate "C",
  config             jsonb,
  results_summary    jsonb,
  created_at         timestamptz not null,
  file_id            bigint not null references ingest.file (id)
);
comment on column campaign.campaigns.status_basis is 'What the status rests on: what was reported, or only the checkpoints that came.';
comment on column campaign.campaigns.start_basis is 'What the start rests on; files of the predecessor do not state it.';
comment on column campaign.campaigns.stated_iterations is 'How many iterations the report counts; fewer rows mean that checkpoints are missing.';
comment on column campaign.campaigns.file_id is 'The file that was heard from last.';
comment on column campaign.campaigns.iterations is 'How many rows it has in campaign_iterations; so with the experiments, by status.';
create index campaigns_newest on campaign.campaigns (start_date desc nulls last, campaign_id);

create table campaign.campaign_iterations (
  campaign_id       text collate "C" not null references campaign.campaigns (campaign_id),
  iteration_number  int not null check (iteration_number > 0),
  "timestamp"       timestamptz,
  total_experiments int,
  queue_stats       jsonb,
  file_id           bigint not null references ingest.file (id),
  primary key (campaign_id, iteration_number)
);
comment on column campaign.campaign_iterations.total_experiments is 'Of the campaign up to this iteration, as its checkpoint counts them.';

create table campaign.campaign_experiments (
  campaign_id       text collate "C" not null references campaign.campaigns (campaign_id),
  experiment_id     text collate "C" not null references tracking.experiments (experiment_id),
  iteration_number  int,
  place             int not null,
  proposal_id       text collate "C",
  cell_line_id      text collate "C",
  compound_name     text collate "C",
  dose_um           numeric,
  assay_type        text collate "C",
  measurement       numeric,
  status            text not null,
  error_message     text,
  execution_seconds numeric,
  details           jsonb not null default '{}',
  file_id           bigint not null references ingest.file (id),
  pointer           text not null,
  primary key (campaign_id, experiment_id),
  foreign key (campaign_id, iteration_number) references campaign.campaign_iterations (campaign_id, iteration_number)
);
comment on table campaign.campaign_experiments is 'Which experiments belong to a campaign, and what came out; dose in micromolar.';
comment on column campaign.campaign_experiments.iteration_number is 'Null while only the report, and no checkpoint, tells of the experiment.';
comment on column campaign.campaign_experiments.measurement is 'Null for an experiment that did not complete, whatever number its file gives.';
create index campaign_experiments_by_experiment on campaign.campaign_experiments (experiment_id);
create index campaign_experiments_in_order on campaign.campaign_experiments (campaign_id, iteration_number, place);
create index campaign_experiments_by_compound on campaign.campaign_experiments (compound_name, cell_line_id);

create table campaign.titration_cell_lines (
  campaign_id  text collate "C" not null references campaign.campaigns (campaign_id),
  cell_line_id text collate "C" not null,
  true_titer   numeric,
  true_alpha   numeric,
  details      jsonb not null default '{}',
  file_id      bigint not null references ingest.file (id),
  pointer      text not null,
  primary key (campaign_id, cell_line_id)
);
comment on table campaign.titration_cell_lines is 'Cell lines of a titration campaign with the truth that its simulation assumes: titer in transducing units a microlitre.';

create view campaign.campaign_overview as
  select c.campaign_id, c.campaign_type, c.name, c.goal,
         case when c.status = 'running' and c.last_heard_at < now() - interval '1 day' then 'interrupted' else c.status end as status,
         c.status_basis, c.start_date, c.start_basis, c.end_date, c.end_basis, c.last_heard_at,
         extract(epoch from c.end_date - c.start_date) as duration_seconds,
         c.iterations, c.max_iterations, c.stated_iterations, c.experiments, c.completed, c.failed, c.stated_experiments,
         greatest(coalesce(c.stated_iterations, c.last_iteration) - c.iterations, 0) as missing_checkpoints,
         c.best_experiment_id, b.measurement as best_measurement, b.cell_line_id as best_cell_line,
         b.compound_name as best_compound, b.dose_um as best_dose_um, c.config, c.results_summary, c.file_id
    from campaign.campaigns c
    left join campaign.campaign_experiments b on b.campaign_id = c.campaign_id and b.experiment_id = c.best_experiment_id;
comment on view campaign.campaign_overview is
  'Campaigns with their counts and best result. A campaign without a report that was not heard of for a day counts as interrupted.';
