-- Iterations of campaigns whose plans lay out proposals: each is a run; its progress, what came out, and what a strategy made of it.

alter table campaign.campaigns
  add ended_at   timestamptz,
  add ended_by   text,
  add end_reason text;
comment on column campaign.campaigns.ended_at is 'When a strategy or a person ended the campaign: no iteration follows until it is reopened.';

alter table campaign.plans
  add continues int,
  add foreign key (campaign_id, continues) references campaign.plans (campaign_id, revision);
comment on column campaign.plans.continues is 'The revision that somebody wrote, where this one differs from it in its proposals alone.';

alter table campaign.campaign_iterations
  add experiment_id  text collate "C" references campaign.runs (experiment_id),
  add state          text check (state in ('planned', 'running', 'measured', 'completed', 'failed', 'aborted')),
  add wells          int,
  add wells_measured int,
  add rests_on       text,
  add checked_at     timestamptz,
  add measured_at    timestamptz,
  add closed_at      timestamptz,
  add closed_by      text,
  add close_reason   text,
  add check ((experiment_id is null) = (state is null));
create unique index campaign_iterations_by_run on campaign.campaign_iterations (experiment_id);
comment on column campaign.campaign_iterations.experiment_id is 'The run that is this iteration; null for iterations that only files of a predecessor tell of.';
comment on column campaign.campaign_iterations.state is 'measured: all wells are; completed: its run is over as well.';
comment on column campaign.campaign_iterations.wells is 'Wells with cells that were laid out; wells_measured: of them, those whose result came.';
comment on column campaign.campaign_iterations.rests_on is 'State of the run, bound plates and versions of their results that the progress was last worked out of.';
comment on column campaign.campaign_iterations.closed_at is 'When a person said that no more results will come.';

insert into campaign.campaign_iterations (campaign_id, iteration_number, "timestamp", file_id, experiment_id, state)
  select r.campaign_id,
         coalesce((select max(i.iteration_number) from campaign.campaign_iterations i where i.campaign_id = r.campaign_id), 0)
           + row_number() over (partition by r.campaign_id order by r.begun_at, r.experiment_id),
         r.begun_at, p.file_id, r.experiment_id, 'planned'
    from campaign.runs r
    join campaign.plans p on p.campaign_id = r.campaign_id and p.revision = r.revision
   where p.layout is not null;

create view campaign.run_plates as
  select l.experiment_id, l.label, l.barcode, v.version, v.file_id
    from campaign.run_labware l
    left join lateral (
      select p.version, p.file_id from measurement.plates p
       where p.plate_id = l.barcode
         and not exists (select from campaign.run_labware o
                          where o.barcode = l.barcode and o.bound_at > l.bound_at and o.bound_at <= p.valid_from)
         and (p.valid_from >= l.bound_at
              or not exists (select from campaign.run_labware o where o.barcode = l.barcode and o.bound_at < l.bound_at))
       order by p.version desc limit 1) v on true;
comment on view campaign.run_plates is
  'The containers of runs with the version of their results: of a barcode that several runs were given, what came after one and before the next.';

-- A predecessor's experiment is one proposal; a run carries out all proposals of its iteration and has a row for each.
alter table campaign.campaign_experiments
  add laid_out boolean not null default false,
  drop constraint campaign_experiments_pkey;
create unique index campaign_experiments_reported on campaign.campaign_experiments (campaign_id, experiment_id) where not laid_out;
create unique index campaign_experiments_laid_out on campaign.campaign_experiments (experiment_id, proposal_id) where laid_out;
comment on column campaign.campaign_experiments.laid_out is 'Whether it is a proposal that a plan laid out; its measurement is then the mean of its wells, relative to the vehicle controls.';

create or replace view campaign.campaign_measurements as
  select m.*, coalesce(l.iteration_number, i.iteration_number) as iteration_of_experiment
    from measurement.current_measurements m
    left join campaign.campaign_experiments l
      on l.campaign_id = m.campaign_id and l.experiment_id = m.experiment_id and not l.laid_out
    left join campaign.campaign_iterations i on i.campaign_id = m.campaign_id and i.experiment_id = m.experiment_id
   where m.campaign_id is not null or m.experiment_id is not null;

create table campaign.strategy_decisions (
  campaign_id      text collate "C" not null references campaign.campaigns (campaign_id),
  iteration_number int not null,
  strategy         text not null,
  settings         jsonb not null,
  verdict          text not null check (verdict in ('propose', 'end')),
  reason           text not null,
  pairs            jsonb not null,
  proposals        jsonb not null,
  rests_on         text,
  decided_at       timestamptz not null,
  file_name        text,
  dropped_at       timestamptz,
  primary key (campaign_id, iteration_number),
  foreign key (campaign_id, iteration_number) references campaign.campaign_iterations (campaign_id, iteration_number)
);
create index strategy_decisions_to_drop on campaign.strategy_decisions (decided_at) where verdict = 'propose' and dropped_at is null;
comment on table campaign.strategy_decisions is 'What a strategy made of each iteration: what it fitted, what follows, and why.';
comment on column campaign.strategy_decisions.rests_on is 'What the iteration rested on when it was decided.';
comment on column campaign.strategy_decisions.file_name is 'The file of proposals that was dropped for it.';

create or replace view campaign.campaign_overview as
  select c.campaign_id, c.campaign_type, c.name, c.goal,
         case when c.status = 'planned' and c.ended_at is not null and coalesce(r.open, 0) = 0 then 'completed'
              when c.status = 'planned' and r.runs > 0 then
                case when r.open > 0 and r.begun > 0 then 'running' when r.open > 0 then 'planned'
                     when r.completed > 0 and p.has_strategy and c.ended_at is null then 'running'
                     when r.completed > 0 then 'completed' else 'failed' end
              when c.status = 'running' and c.last_heard_at < now() - interval '1 day' then 'interrupted' else c.status end as status,
         case when c.status = 'planned' and c.ended_at is not null and coalesce(r.open, 0) = 0 then 'ended: ' || c.end_reason
              when c.status = 'planned' and r.runs > 0 and r.open = 0 and r.completed > 0 and p.has_strategy then 'its strategy has not ended it'
              when c.status = 'planned' and r.runs > 0 then 'how its runs stand' else c.status_basis end as status_basis,
         coalesce(c.start_date, r.start_date) as start_date,
         case when c.start_date is null and r.start_date is not null then 'start of its first run' else c.start_basis end as start_basis,
         coalesce(c.end_date, case when r.open = 0 and (c.ended_at is not null or p.has_strategy is not true) then r.end_date end) as end_date,
         case when c.end_date is null and r.open = 0 and (c.ended_at is not null or p.has_strategy is not true) and r.end_date is not null
              then 'end of its last run' else c.end_basis end as end_basis,
         c.last_heard_at,
         extract(epoch from coalesce(c.end_date, case when r.open = 0 and (c.ended_at is not null or p.has_strategy is not true)
           then r.end_date end) - coalesce(c.start_date, r.start_date)) as duration_seconds,
         greatest(c.iterations, n.iterations) as iterations, coalesce(c.max_iterations, p.at_most) as max_iterations,
         c.stated_iterations, c.experiments + coalesce(r.runs, 0)::int as experiments,
         c.completed + coalesce(r.completed, 0)::int as completed, c.failed + coalesce(r.failed, 0)::int as failed, c.stated_experiments,
         greatest(coalesce(c.stated_iterations, c.last_iteration) - c.iterations, 0) as missing_checkpoints,
         c.best_experiment_id, b.measurement as best_measurement, b.cell_line_id as best_cell_line,
         b.compound_name as best_compound, b.dose_um as best_dose_um, c.config, c.results_summary, c.file_id,
         c.ended_at, c.ended_by, c.end_reason
    from campaign.campaigns c
    left join campaign.campaign_experiments b
      on b.campaign_id = c.campaign_id and b.experiment_id = c.best_experiment_id and not b.laid_out
    left join lateral (
      select count(*) as runs, count(*) filter (where e.status in ('pending', 'running', 'paused')) as open,
             count(*) filter (where e.status <> 'pending') as begun, count(*) filter (where e.status = 'completed') as completed,
             count(*) filter (where e.status in ('failed', 'aborted')) as failed, min(e.started_at) as start_date,
             max(e.finished_at) as end_date
        from campaign.runs u join tracking.experiments e using (experiment_id) where u.campaign_id = c.campaign_id) r on true
    left join lateral (
      select content ? 'strategy' as has_strategy, (content #>> '{iterations,at_most}')::int as at_most
        from campaign.plans q where q.campaign_id = c.campaign_id and q.valid_to is null) p on true
    left join lateral (
      select count(*)::int as iterations from campaign.campaign_iterations i where i.campaign_id = c.campaign_id) n on true;
