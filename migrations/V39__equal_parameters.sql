-- Parameters are equal when their values are: 1.50 is 1.5. The hash of jsonb is by value, as its equality is, and an index of it is a
-- quarter as large as one of text.

drop index tracking.durations_by_parameters, tracking.longest_by_parameters;
alter table tracking.process_steps drop column parameters_key;
alter table tracking.process_steps
  add parameters_key bigint generated always as (jsonb_hash_extended(parameters, 0)) stored;
comment on column tracking.process_steps.parameters_key is 'Equal for equal parameters, whatever their order and their trailing zeros.';

create index durations_by_parameters on tracking.process_steps (fct, device, parameters_key, finished_at) include (duration_s)
  where counts and kind = 'step';
create index longest_by_parameters on tracking.process_steps (fct, device, parameters_key, duration_s) where counts and kind = 'step';
