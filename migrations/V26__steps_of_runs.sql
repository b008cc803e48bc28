-- Which step of a plan a recorded step is, where somebody said so; others are told by what was done, in order.

create table campaign.recorded_steps (
  process_step  uuid primary key references tracking.process_steps (step_id),
  experiment_id text collate "C" not null references campaign.runs (experiment_id),
  step_id       text collate "C" not null
);
create index recorded_steps_by_run on campaign.recorded_steps (experiment_id, step_id);
comment on table campaign.recorded_steps is 'Recorded steps that somebody named; several when a step was begun again.';

create or replace view campaign.campaign_overview as
  select c.campaign_id, c.campaign_type, c.name, c.goal,
         case when c.status = 'planned' and r.runs > 0 then
                case when r.open > 0 and r.begun > 0 then 'running' when r.open > 0 then 'planned'
                     when r.completed > 0 then 'completed' else 'failed' end
              when c.status = 'running' and c.last_heard_at < now() - interval '1 day' then 'interrupted' else c.status end as status,
         case when c.status = 'planned' and r.runs > 0 then 'how its runs stand' else c.status_basis end as status_basis,
         coalesce(c.start_date, r.start_date) as start_date,
         case when c.start_date is null and r.start_date is not null then 'start of its first run' else c.start_basis end as start_basis,
         coalesce(c.end_date, case when r.open = 0 then r.end_date end) as end_date,
         case when c.end_date is null and r.open = 0 and r.end_date is not null then 'end of its last run' else c.end_basis end as end_basis,
         c.last_heard_at,
         extract(epoch from coalesce(c.end_date, case when r.open = 0 then r.end_date end) - coalesce(c.start_date, r.start_date))
           as duration_seconds,
         c.iterations, c.max_iterations, c.stated_iterations, c.experiments + coalesce(r.runs, 0)::int as experiments,
         c.completed + coalesce(r.completed, 0)::int as completed, c.failed + coalesce(r.failed, 0)::int as failed, c.stated_experiments,
         greatest(coalesce(c.stated_iterations, c.last_iteration) - c.iterations, 0) as missing_checkpoints,
         c.best_experiment_id, b.measurement as best_measurement, b.cell_line_id as best_cell_line,
         b.compound_name as best_compound, b.dose_um as best_dose_um, c.config, c.results_summary, c.file_id
    from campaign.campaigns c
    left join campaign.campaign_experiments b on b.campaign_id = c.campaign_id and b.experiment_id = c.best_experiment_id
    left join lateral (
      select count(*) as runs, count(*) filter (where e.status in ('pending', 'running', 'paused')) as open,
             count(*) filter (where e.status <> 'pending') as begun, count(*) filter (where e.status = 'completed') as completed,
             count(*) filter (where e.status in ('failed', 'aborted')) as failed, min(e.started_at) as start_date,
             max(e.finished_at) as end_date
        from campaign.runs u join tracking.experiments e using (experiment_id) where u.campaign_id = c.campaign_id) r on true;
comment on view campaign.campaign_overview is
  'Campaigns with their counts and best result, their runs counted as experiments. A campaign without a report that was not heard of for a day counts as interrupted.';
