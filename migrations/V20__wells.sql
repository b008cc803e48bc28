-- What is in the wells of containers: what was stated, what worklists move, and what follows from both.

create sequence tracking.well_acts;

create table tracking.well_statements (
  act          bigint primary key default nextval('tracking.well_acts'),
  container_id bigint not null references tracking.containers (container_id),
  well         text collate "C" not null check (well ~ '^[A-Z]{1,2}[1-9][0-9]?$'),
  volume_ul    numeric not null check (volume_ul >= 0),
  components   jsonb not null check (jsonb_typeof(components) = 'array'),
  stated_at    timestamptz not null,
  actor        text not null,
  file_id      bigint references ingest.file (id),
  pointer      text
);
create index well_statements_by_well on tracking.well_statements (container_id, well, act);
comment on table tracking.well_statements is 'What people and files say to be in wells, from that act on.';

create table tracking.well_bookings (
  act              bigint primary key default nextval('tracking.well_acts'),
  worklist_id      uuid not null,
  number           int not null check (number > 0),
  source_container bigint not null references tracking.containers (container_id),
  source_well      text collate "C" not null,
  target_container bigint not null references tracking.containers (container_id),
  target_well      text collate "C" not null,
  planned_ul       numeric not null check (planned_ul > 0),
  volume_ul        numeric not null check (volume_ul >= 0),
  components       jsonb,
  state            text not null check (state in ('planned', 'released', 'confirmed', 'taken_back')),
  unique (worklist_id, number),
  check ((state = 'taken_back') = (volume_ul = 0))
);
create index well_bookings_by_source on tracking.well_bookings (source_container, source_well, act);
create index well_bookings_by_target on tracking.well_bookings (target_container, target_well, act);
comment on table tracking.well_bookings is
  'What worklists move from well to well, in the order of act. Those that are taken back move nothing.';
comment on column tracking.well_bookings.volume_ul is 'What counts: the planned volume until another is confirmed.';
comment on column tracking.well_bookings.components is 'What the moved liquid consists of; null when nobody knows.';

create table tracking.well_booking_changes (
  change_id  bigint generated always as identity primary key,
  act        bigint not null references tracking.well_bookings (act) on delete cascade,
  state      text not null,
  volume_ul  numeric not null,
  changed_at timestamptz not null,
  actor      text not null
);
create index well_booking_changes_by_act on tracking.well_booking_changes (act, change_id);
comment on table tracking.well_booking_changes is 'Every state that a booking had, and who gave it.';

create table tracking.wells (
  container_id bigint not null references tracking.containers (container_id),
  well         text collate "C" not null,
  volume_ul    numeric not null,
  components   jsonb not null,
  primary key (container_id, well)
);
comment on table tracking.wells is
  'What is in each well of known contents, by all statements and all bookings that are not taken back. Other wells are unknown.';
comment on column tracking.wells.volume_ul is 'Below zero where devices report that more was drawn than was known to be there.';
comment on column tracking.wells.components is 'Substances as they were brought to the lab, each with its share of the volume.';

create view tracking.well_contents as
  select c.container_id, c.barcode, w.well, w.volume_ul, p.substance, p.amount, p.unit, p.share,
         exists (select from tracking.well_bookings b
                  where b.state in ('planned', 'released')
                    and ((b.source_container, b.source_well) = (w.container_id, w.well)
                      or (b.target_container, b.target_well) = (w.container_id, w.well))) as unconfirmed
    from tracking.wells w
    join tracking.containers c on c.container_id = w.container_id
    left join lateral (select e ->> 'substance' as substance, (e -> 'concentration' ->> 'amount')::double precision as amount,
                              e -> 'concentration' ->> 'unit' as unit, (e ->> 'share')::double precision as share
                         from jsonb_array_elements(w.components) e) p on true;
comment on view tracking.well_contents is
  'One row a well and substance; unconfirmed while a planned or released transfer touches the well.';
