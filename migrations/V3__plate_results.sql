-- Plate results: a plate is immutable; a corrected plate is a new version that supersedes the old one whole.

create schema measurement;

create table measurement.plates (
  plate_id   text collate "C" not null,
  version    int not null check (version > 0),
  wells      int not null,
  valid_from timestamptz not null,
  valid_to   timestamptz,
  file_id    bigint not null references ingest.file (id),
  primary key (plate_id, version),
  check (valid_to >= valid_from)
);
create unique index plates_current on measurement.plates (plate_id) where valid_to is null;
comment on table measurement.plates is 'Each version of each plate that was read; the current one has no valid_to.';

create table measurement.measurements (
  plate_id          text collate "C" not null,
  plate_version     int not null,
  well_id           text collate "C" not null,
  cell_line         text collate "C" not null,
  compound          text collate "C",
  dose_um           numeric,
  time_h            numeric,
  raw_signal        numeric,
  is_control        boolean,
  date              date,
  measured_at       timestamptz,
  incubator_id      text,
  liquid_handler_id text,
  viability_norm    numeric,
  extra             jsonb,
  file_id           bigint not null,
  line              bigint not null,
  primary key (plate_id, plate_version, well_id),
  foreign key (plate_id, plate_version) references measurement.plates (plate_id, version)
);
create index measurements_by_compound on measurement.measurements (compound, cell_line);
create index measurements_by_cell_line on measurement.measurements (cell_line);
comment on table measurement.measurements is
  'One well of a plate reader''s result, all versions: dose in micromolar, time in hours after dosing, viability relative to the controls.';
comment on column measurement.measurements.line is 'Line of the file file_id that this row was read from.';

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
  select count(*) as wells, count(distinct cell_line) as cell_lines, count(distinct compound) as compounds,
         count(distinct plate_id) as plates, min(date) as first_date, max(date) as last_date
    from measurement.current_measurements;
