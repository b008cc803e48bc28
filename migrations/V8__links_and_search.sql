-- What files refer to, measurements of campaigns, and words to be found by.

create table ingest.reference (
  file_id     bigint not null references ingest.file (id),
  target_kind text not null check (target_kind in ('cell line', 'compound', 'campaign', 'experiment')),
  target_id   text collate "C" not null,
  line        bigint,
  pointer     text,
  primary key (target_kind, target_id, file_id)
);
comment on table ingest.reference is 'What a file speaks of without stating it, each once, with the first place.';

alter table measurement.measurements
  add campaign_id      text collate "C",
  add iteration_number int,
  add experiment_id    text collate "C";
comment on column measurement.measurements.campaign_id is 'Where the file itself says which campaign, iteration and experiment a well belongs to.';
create index measurements_by_campaign on measurement.measurements (campaign_id, iteration_number) where campaign_id is not null;
create index measurements_by_experiment on measurement.measurements (experiment_id) where experiment_id is not null;

alter table measurement.plates
  add cell_lines text[] not null default '{}',
  add compounds  text[] not null default '{}',
  add first_date date,
  add last_date  date;
comment on column measurement.plates.cell_lines is 'All cell lines on the plate, so that plates are found without a look at their wells.';
update measurement.plates p set (cell_lines, compounds, first_date, last_date) =
  (select coalesce(array_agg(distinct cell_line), '{}'), coalesce(array_agg(distinct compound) filter (where compound is not null), '{}'),
          min(date), max(date)
     from measurement.measurements m where m.plate_id = p.plate_id and m.plate_version = p.version);
create index plates_by_content on measurement.plates using gin (cell_lines, compounds) where valid_to is null;

drop view measurement.summary;
drop view measurement.dose_response;
drop view measurement.current_measurements;
drop index measurement.measurements_by_cell_line;

create view measurement.current_measurements as
  select m.* from measurement.measurements m
    join measurement.plates p on p.plate_id = m.plate_id and p.version = m.plate_version and p.valid_to is null;
comment on view measurement.current_measurements is 'The wells of the current version of each plate.';

create view measurement.dose_response as
  select compound, cell_line, time_h, dose_um, count(*) as wells, count(viability_norm) as measured,
         avg(viability_norm) as mean_viability, stddev_samp(viability_norm) as sd_viability,
         min(viability_norm) as min_viability, max(viability_norm) as max_viability, avg(raw_signal) as mean_signal
    from measurement.current_measurements
   where compound is not null and dose_um is not null
   group by compound, cell_line, time_h, dose_um;
comment on view measurement.dose_response is 'Replicates of each dose gathered, for current plates.';

create view measurement.summary as
  select coalesce(sum(wells), 0)::bigint as wells,
         (select count(distinct line) from measurement.plates, unnest(cell_lines) line where valid_to is null) as cell_lines,
         (select count(distinct compound) from measurement.plates, unnest(compounds) compound where valid_to is null) as compounds,
         count(*) as plates, min(first_date) as first_date, max(last_date) as last_date
    from measurement.plates where valid_to is null;

create view campaign.reference_report as
  select s.target_kind, s.target_id, s.files, s.file_id, f.kind, f.name, r.line, r.pointer, s.referred_at, s.known_since,
         case when s.known_since is null then 'missing' when s.known_since > s.referred_at then 'found later' else 'found' end as state
    from (select target_kind, target_id, count(file_id) as files, min(file_id) as file_id,
                 coalesce((select completed_at from ingest.file where id = min(file_id)), min(at)) as referred_at,
                 case target_kind
                   when 'cell line' then least(
                     (select min(valid_from) from catalog.cell_lines where cell_line_id = target_id),
                     (select min(valid_from) from catalog.sim_cell_line_params where cell_line_id = target_id))
                   when 'compound' then least(
                     (select min(valid_from) from catalog.compounds where compound_name = target_id),
                     (select min(valid_from) from catalog.compound_sensitivity where compound_name = target_id))
                   when 'campaign' then (select created_at from campaign.campaigns where campaign_id = target_id)
                   else (select created_at from tracking.experiments where experiment_id = target_id)
                 end as known_since
            from (select target_kind, target_id, file_id, null::timestamptz as at from ingest.reference
                  union all
                  select 'campaign', campaign_id, null, run_date from catalog.simulation_runs where campaign_id is not null
                  union all
                  select 'experiment', execution_id, null, usage_date from catalog.cell_line_usage
                   where execution_id is not null and file_id is null) spoken
           group by target_kind, target_id) s
    left join ingest.file f on f.id = s.file_id
    left join ingest.reference r on r.target_kind = s.target_kind and r.target_id = s.target_id and r.file_id = s.file_id;
comment on view campaign.reference_report is
  'What files and people refer to, with the first file and its place: whether it is known, was known only later, or is missing still.';

create view campaign.campaign_measurements as
  select m.*, l.iteration_number as iteration_of_experiment
    from measurement.current_measurements m
    left join campaign.campaign_experiments l on l.campaign_id = m.campaign_id and l.experiment_id = m.experiment_id
   where m.campaign_id is not null or m.experiment_id is not null;
comment on view campaign.campaign_measurements is 'Wells that their files assign to a campaign or an experiment.';

create index campaigns_words on campaign.campaigns using gin (to_tsvector('simple',
  campaign_id || ' ' || coalesce(name, '') || ' ' || coalesce(goal, '') || ' ' || coalesce(config::text, '')));
create index campaign_experiments_words on campaign.campaign_experiments using gin (to_tsvector('simple',
  experiment_id || ' ' || coalesce(proposal_id, '') || ' ' || coalesce(cell_line_id, '') || ' ' || coalesce(compound_name, '')
  || ' ' || coalesce(assay_type, '') || ' ' || coalesce(error_message, '') || ' ' || details::text));
create index vials_words on catalog.cell_line_inventory using gin (to_tsvector('simple',
  vial_id || ' ' || cell_line_id || ' ' || coalesce(location, '') || ' ' || coalesce(notes, '')));

create view campaign.words as
  select 'cell line' as what, cell_line_id as id, coalesce(display_name, cell_line_id) as title, to_tsvector('simple',
         cell_line_id || ' ' || coalesce(display_name, '') || ' ' || stated::text) as words
    from catalog.cell_lines where valid_to is null
  union all
  select 'characteristic', cell_line_id, characteristic || ': ' || coalesce(value, 'null'), to_tsvector('simple',
         cell_line_id || ' ' || characteristic || ' ' || coalesce(value, ''))
    from catalog.cell_line_characteristics where valid_to is null
  union all
  select 'protocol', cell_line_id, protocol_type || ' in ' || vessel_type, to_tsvector('simple',
         cell_line_id || ' ' || protocol_type || ' ' || vessel_type || ' ' || stated::text)
    from catalog.cell_line_protocols where valid_to is null
  union all
  select 'vessel', vessel_id, coalesce(name, vessel_id), to_tsvector('simple',
         vessel_id || ' ' || coalesce(name, '') || ' ' || coalesce(vendor, '') || ' ' || coalesce(catalog_number, ''))
    from catalog.vessels where valid_to is null
  union all
  select 'compound', compound_name, coalesce(description, compound_name), to_tsvector('simple',
         compound_name || ' ' || coalesce(description, '') || ' ' || extra::text)
    from catalog.compounds where valid_to is null
  union all
  select 'sensitivity', compound_name || ' / ' || cell_line_id, 'IC50 ' || ic50_um || ' µM', to_tsvector('simple',
         compound_name || ' ' || cell_line_id || ' ' || coalesce(source, '') || ' ' || coalesce(notes, ''))
    from catalog.compound_sensitivity where valid_to is null
  union all
  select 'simulation parameters', cell_line_id, coalesce(notes, cell_line_id), to_tsvector('simple',
         cell_line_id || ' ' || coalesce(notes, '') || ' ' || extra::text)
    from catalog.sim_cell_line_params where valid_to is null
  union all
  select 'default', param_name, param_name || ' = ' || param_value, to_tsvector('simple',
         param_name || ' ' || coalesce(description, ''))
    from catalog.default_params where valid_to is null
  union all
  select 'vial', vial_id, cell_line_id || coalesce(' in ' || location, ''), to_tsvector('simple',
         vial_id || ' ' || cell_line_id || ' ' || coalesce(location, '') || ' ' || coalesce(notes, ''))
    from catalog.cell_line_inventory
  union all
  select 'campaign', campaign_id, coalesce(name, campaign_id), to_tsvector('simple',
         campaign_id || ' ' || coalesce(name, '') || ' ' || coalesce(goal, '') || ' ' || coalesce(config::text, ''))
    from campaign.campaigns
  union all
  select 'experiment', experiment_id, concat_ws(', ', campaign_id, cell_line_id, compound_name, dose_um || ' µM'),
         to_tsvector('simple',
         experiment_id || ' ' || coalesce(proposal_id, '') || ' ' || coalesce(cell_line_id, '') || ' ' || coalesce(compound_name, '')
         || ' ' || coalesce(assay_type, '') || ' ' || coalesce(error_message, '') || ' ' || details::text)
    from campaign.campaign_experiments;
comment on view campaign.words is 'Everything that can be found by its words: names, notes and parameters. Search with words @@ websearch_to_tsquery(''simple'', …).';

create view catalog.stated_cell_lines as
  select c.cell_line_id,
         c.stated
         || case when c.stated ? 'profile' or ch.profile is not null
                 then jsonb_build_object('profile', coalesce(nullif(c.stated -> 'profile', 'null'), '{}') || coalesce(ch.profile, '{}'))
                 else '{}' end
         || coalesce((select jsonb_object_agg(p.protocol_type, coalesce(c.stated -> p.protocol_type, '{}') || p.vessels)
                        from (select protocol_type, jsonb_object_agg(vessel_type, stated) as vessels
                                from catalog.cell_line_protocols
                               where cell_line_id = c.cell_line_id and valid_to is null group by protocol_type) p), '{}') as stated
    from catalog.cell_lines c
    left join lateral (
      select jsonb_object_agg(characteristic, case value_type when 'text' then to_jsonb(value) when 'number' then to_jsonb(number)
                                              when 'null' then 'null' else value::jsonb end) as profile
        from catalog.cell_line_characteristics where cell_line_id = c.cell_line_id and valid_to is null) ch on true
   where c.valid_to is null;
comment on view catalog.stated_cell_lines is 'Each cell line as its source states it, put together again.';

create view campaign.database_statistics as
  select 'simulation parameters of cell lines' as what, count(*) as number from catalog.sim_cell_line_params where valid_to is null
  union all select 'compound sensitivities', count(*) from catalog.compound_sensitivity where valid_to is null
  union all select 'default parameters', count(*) from catalog.default_params where valid_to is null
  union all select 'cell lines', count(*) from catalog.cell_lines where valid_to is null
  union all select 'characteristics of cell lines', count(*) from catalog.cell_line_characteristics where valid_to is null
  union all select 'protocols of cell lines', count(*) from catalog.cell_line_protocols where valid_to is null
  union all select 'vessels', count(*) from catalog.vessels where valid_to is null
  union all select 'vials ' || status, count(*) from catalog.cell_line_inventory group by status
  union all select 'campaigns ' || status, count(*) from campaign.campaigns group by status
  union all select 'iterations', coalesce(sum(iterations), 0) from campaign.campaigns
  union all select 'experiments of campaigns', coalesce(sum(experiments), 0) from campaign.campaigns
  union all select 'plates', plates from measurement.summary
  union all select 'wells', wells from measurement.summary
  union all select 'files ' || state, count(*) from ingest.file group by state
  union all select 'bytes of the database', pg_database_size(current_database());
comment on view campaign.database_statistics is 'How much there is of what is current.';
