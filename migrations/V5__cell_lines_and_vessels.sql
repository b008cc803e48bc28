-- Cell lines with their characteristics and protocols, and the vessels that protocols speak of: each record is versioned.

create table catalog.cell_lines (
  cell_line_key     bigint generated always as identity primary key,
  cell_line_id      text collate "C" not null,
  display_name      text,
  cell_type         text,
  growth_media      text,
  wash_buffer       text,
  detach_reagent    text,
  coating_required  boolean,
  coating_reagent   text,
  coating           jsonb,
  cost_tier         text,
  reference_vessels jsonb not null default '{}',
  stated            jsonb not null,
  version           int not null check (version > 0),
  valid_from        timestamptz not null,
  valid_to          timestamptz,
  file_id           bigint not null references ingest.file (id),
  pointer           text not null,
  restored_from     int,
  unique (cell_line_id, version),
  check (valid_to >= valid_from)
);
create unique index cell_lines_current on catalog.cell_lines (cell_line_id) where valid_to is null;
comment on table catalog.cell_lines is 'What a cell line is and needs; its characteristics and protocols stand in tables of their own.';
comment on column catalog.cell_lines.coating_reagent is 'As the profile states it; the text none is a statement, null is no statement.';
comment on column catalog.cell_lines.coating is 'The separate block on coating as it stands; it may contradict the profile, see ingest.data_quality.';
comment on column catalog.cell_lines.reference_vessels is 'By protocol, the vessel that its scalable volumes are meant for.';
comment on column catalog.cell_lines.stated is 'The source''s own keys and values, without characteristics and protocols: null and absent differ here.';

create table catalog.cell_line_characteristics (
  char_id        bigint generated always as identity primary key,
  cell_line_id   text collate "C" not null,
  characteristic text collate "C" not null,
  value          text,
  value_type     text not null check (value_type in ('text', 'number', 'boolean', 'null', 'tree')),
  number         numeric,
  version        int not null check (version > 0),
  valid_from     timestamptz not null,
  valid_to       timestamptz,
  file_id        bigint not null references ingest.file (id),
  pointer        text not null,
  restored_from  int,
  unique (cell_line_id, characteristic, version),
  check (valid_to >= valid_from),
  check ((value_type = 'number') = (number is not null)),
  check ((value_type = 'null') = (value is null))
);
create unique index cell_line_characteristics_current on catalog.cell_line_characteristics (cell_line_id, characteristic)
  where valid_to is null;
comment on table catalog.cell_line_characteristics is 'Every further statement on a cell line, with the type that it was stated in.';

create table catalog.cell_line_protocols (
  protocol_id   bigint generated always as identity primary key,
  cell_line_id  text collate "C" not null,
  protocol_type text collate "C" not null,
  vessel_type   text collate "C" not null,
  is_reference  boolean not null,
  parameters    jsonb not null,
  stated        jsonb not null,
  version       int not null check (version > 0),
  valid_from    timestamptz not null,
  valid_to      timestamptz,
  file_id       bigint not null references ingest.file (id),
  pointer       text not null,
  restored_from int,
  unique (cell_line_id, protocol_type, vessel_type, version),
  check (valid_to >= valid_from)
);
create unique index cell_line_protocols_current on catalog.cell_line_protocols (cell_line_id, protocol_type, vessel_type)
  where valid_to is null;
comment on table catalog.cell_line_protocols is 'How a cell line is passaged, thawed, fed in a vessel.';
comment on column catalog.cell_line_protocols.parameters is
  'With one spelling for each unit: volumes in ml, temperatures as temperature_c, times as minutes; names tell the unit.';
comment on column catalog.cell_line_protocols.stated is 'The same as the source spells it.';

create table catalog.vessels (
  vessel_key        bigint generated always as identity primary key,
  vessel_id         text collate "C" not null,
  name              text,
  vendor            text,
  catalog_number    text,
  type              text,
  surface_area_cm2  numeric,
  working_volume_ml numeric,
  coating_volume_ml numeric,
  max_volume_ml     numeric,
  well_count        int,
  footprint         text,
  volume_unit       text,
  consumable_id     text,
  extra             jsonb not null default '{}',
  version           int not null check (version > 0),
  valid_from        timestamptz not null,
  valid_to          timestamptz,
  file_id           bigint not null references ingest.file (id),
  pointer           text not null,
  restored_from     int,
  unique (vessel_id, version),
  check (valid_to >= valid_from)
);
create unique index vessels_current on catalog.vessels (vessel_id) where valid_to is null;
comment on table catalog.vessels is 'Flasks and plates: growth area in square centimetres and volumes in millilitres, of one well or flask.';

create view catalog.current_cell_lines as
  select cell_line_id, display_name, cell_type, growth_media, wash_buffer, detach_reagent, coating_required, coating_reagent,
         coating, cost_tier, reference_vessels, stated, version, valid_from, file_id, pointer
    from catalog.cell_lines where valid_to is null;

create view catalog.current_characteristics as
  select cell_line_id, characteristic, value, value_type, number, version, valid_from, file_id, pointer
    from catalog.cell_line_characteristics where valid_to is null;

create view catalog.current_protocols as
  select cell_line_id, protocol_type, vessel_type, is_reference, parameters, stated, version, valid_from, file_id, pointer
    from catalog.cell_line_protocols where valid_to is null;

create view catalog.current_vessels as
  select vessel_id, name, vendor, catalog_number, type, surface_area_cm2, working_volume_ml, coating_volume_ml, max_volume_ml,
         well_count, footprint, volume_unit, consumable_id, extra, version, valid_from, file_id, pointer
    from catalog.vessels where valid_to is null;

create view catalog.cell_line_history as
  select cell_line_id, 'cell line' as what, version, valid_from, valid_to, file_id, pointer, restored_from, stated as content
    from catalog.cell_lines
  union all
  select cell_line_id, 'characteristic ' || characteristic, version, valid_from, valid_to, file_id, pointer, restored_from,
         to_jsonb(value)
    from catalog.cell_line_characteristics
  union all
  select cell_line_id, protocol_type || ' in ' || vessel_type, version, valid_from, valid_to, file_id, pointer, restored_from, stated
    from catalog.cell_line_protocols;
comment on view catalog.cell_line_history is 'All versions of everything that was stated on a cell line.';
