-- Simulation parameters: each record is versioned; the current version has no valid_to.

create schema catalog;

create table catalog.sim_cell_line_params (
  param_id           bigint generated always as identity primary key,
  cell_line_id       text collate "C" not null,
  doubling_time_h    numeric,
  max_confluence     numeric,
  max_passage        numeric,
  senescence_rate    numeric,
  seeding_efficiency numeric,
  passage_stress     numeric,
  cell_count_cv      numeric,
  viability_cv       numeric,
  biological_cv      numeric,
  coating_required   boolean,
  notes              text,
  extra              jsonb not null default '{}',
  version            int not null check (version > 0),
  valid_from         timestamptz not null,
  valid_to           timestamptz,
  file_id            bigint not null references ingest.file (id),
  pointer            text not null,
  restored_from      int,
  unique (cell_line_id, version),
  check (valid_to >= valid_from)
);
create unique index sim_cell_line_params_current on catalog.sim_cell_line_params (cell_line_id) where valid_to is null;
comment on table catalog.sim_cell_line_params is
  'Growth and noise of a simulated cell line: times in hours, rates, efficiencies and coefficients of variation as fractions.';

create table catalog.compounds (
  compound_id   bigint generated always as identity primary key,
  compound_name text collate "C" not null,
  description   text,
  extra         jsonb not null default '{}',
  version       int not null check (version > 0),
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  file_id       bigint not null references ingest.file (id),
  pointer       text not null,
  restored_from int,
  unique (compound_name, version),
  check (valid_to >= valid_from)
);
create unique index compounds_current on catalog.compounds (compound_name) where valid_to is null;
comment on table catalog.compounds is 'What a source says of a compound beside its sensitivities.';

create table catalog.compound_sensitivity (
  sensitivity_id bigint generated always as identity primary key,
  compound_name  text collate "C" not null,
  cell_line_id   text collate "C" not null,
  ic50_um        numeric not null,
  hill_slope     numeric,
  source         text,
  notes          text,
  version        int not null check (version > 0),
  valid_from     timestamptz not null,
  valid_to       timestamptz,
  file_id        bigint not null references ingest.file (id),
  pointer        text not null,
  restored_from  int,
  unique (compound_name, cell_line_id, version),
  check (valid_to >= valid_from)
);
create unique index compound_sensitivity_current on catalog.compound_sensitivity (compound_name, cell_line_id)
  where valid_to is null;
create index compound_sensitivity_by_line on catalog.compound_sensitivity (cell_line_id, ic50_um) where valid_to is null;
comment on table catalog.compound_sensitivity is
  'Half-maximal inhibitory concentration of a compound on a cell line, in micromolar, with the slope it was given for.';

create table catalog.compound_response_params (
  response_id   bigint generated always as identity primary key,
  compound_name text collate "C" not null,
  response      text collate "C" not null,
  cell_line_id  text collate "C" not null,
  parameters    jsonb not null,
  version       int not null check (version > 0),
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  file_id       bigint not null references ingest.file (id),
  pointer       text not null,
  restored_from int,
  unique (compound_name, response, cell_line_id, version),
  check (valid_to >= valid_from)
);
create unique index compound_response_params_current
  on catalog.compound_response_params (compound_name, response, cell_line_id) where valid_to is null;
comment on table catalog.compound_response_params is
  'Parameters of a further response of a compound on a cell line, such as a fluorescence signal; units stand in the names.';

create table catalog.default_params (
  default_id    bigint generated always as identity primary key,
  param_name    text collate "C" not null,
  param_value   numeric not null,
  description   text,
  version       int not null check (version > 0),
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  file_id       bigint not null references ingest.file (id),
  pointer       text not null,
  restored_from int,
  unique (param_name, version),
  check (valid_to >= valid_from)
);
create unique index default_params_current on catalog.default_params (param_name) where valid_to is null;
comment on table catalog.default_params is 'What holds for a cell line or compound that has no value of its own.';

create table catalog.simulation_runs (
  run_id        text collate "C" primary key,
  campaign_id   text,
  cell_line_id  text collate "C" not null,
  param_version int not null,
  run_date      timestamptz not null,
  results_path  text,
  metadata      jsonb not null default '{}',
  foreign key (cell_line_id, param_version) references catalog.sim_cell_line_params (cell_line_id, version)
);
comment on table catalog.simulation_runs is 'A simulation and the version of its cell line''s parameters that it used.';

create table catalog.simulation_run_versions (
  run_id        text collate "C" not null references catalog.simulation_runs (run_id),
  parameter_set text not null,
  record_key    text not null,
  version       int not null,
  primary key (run_id, parameter_set, record_key)
);
comment on table catalog.simulation_run_versions is 'Every other versioned record that a simulation used: sensitivities, responses, defaults.';

create view catalog.current_cell_line_params as
  select cell_line_id, doubling_time_h, max_confluence, max_passage, senescence_rate, seeding_efficiency, passage_stress,
         cell_count_cv, viability_cv, biological_cv, coating_required, notes, extra, version, valid_from, file_id, pointer
    from catalog.sim_cell_line_params where valid_to is null;

create view catalog.current_compound_sensitivity as
  select compound_name, cell_line_id, ic50_um, hill_slope, source, notes, version, valid_from, file_id, pointer
    from catalog.compound_sensitivity where valid_to is null;

create view catalog.parameter_history as
  select 'cell-lines' as parameter_set, cell_line_id as record_key, version, valid_from, valid_to, file_id, pointer, restored_from
    from catalog.sim_cell_line_params
  union all
  select 'compounds', compound_name, version, valid_from, valid_to, file_id, pointer, restored_from from catalog.compounds
  union all
  select 'sensitivities', compound_name || ' / ' || cell_line_id, version, valid_from, valid_to, file_id, pointer, restored_from
    from catalog.compound_sensitivity
  union all
  select 'responses', compound_name || ' / ' || response || ' / ' || cell_line_id, version, valid_from, valid_to, file_id, pointer,
         restored_from
    from catalog.compound_response_params
  union all
  select 'defaults', param_name, version, valid_from, valid_to, file_id, pointer, restored_from from catalog.default_params;
