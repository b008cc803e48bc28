-- What devices and scripts report, each once, in any order; what contradicts the record is kept and flagged.

alter table tracking.events
  add event_key text collate "C",
  add reporter  text collate "C";
create unique index events_once on tracking.events (event_key) where event_key is not null;
create index events_by_reporter on tracking.events (reporter, event_id) where reporter is not null;
comment on column tracking.events.event_key is 'What tells a reported event from all others: the reporter''s own id, or the content.';

create table tracking.event_flags (
  event_id    bigint primary key references tracking.events (event_id),
  code        text not null,
  message     text not null,
  allowed     text,
  advice      text,
  flagged_at  timestamptz not null,
  resolved_at timestamptz,
  resolution  text
);
create index event_flags_open on tracking.event_flags (event_id) where resolved_at is null;
comment on table tracking.event_flags is
  'Reported events that contradict the record; they changed nothing. One that fits after all, because a missing one came, is resolved.';

create view tracking.quarantine as
  select e.event_id, e.kind, e.reporter, e.barcode, e.target_device, e.target_position, e.occurred_at, f.code, f.message
    from tracking.event_flags f join tracking.events e using (event_id)
   where f.resolved_at is null and f.code in ('container.unknown', 'container.unread');
comment on view tracking.quarantine is 'Containers that were reported with a barcode that nobody knows, or with none; a person decides.';

create view tracking.device_clocks as
  select e.reporter as device, count(*) as events, count(f.event_id) as flagged,
         extract(epoch from min(e.recorded_at - e.occurred_at)) as least_delay_seconds,
         extract(epoch from percentile_disc(0.5) within group (order by e.recorded_at - e.occurred_at)) as median_delay_seconds
    from tracking.events e left join tracking.event_flags f on f.event_id = e.event_id and f.resolved_at is null
   where e.reporter is not null
   group by e.reporter;
comment on view tracking.device_clocks is
  'How late each device''s events come to us. A negative least delay means that its clock is ahead by at least that.';

alter table tracking.process_steps add run_key text collate "C";
create unique index process_steps_running on tracking.process_steps (run_key) where run_key is not null and status = 'running';
create index process_steps_by_run on tracking.process_steps (run_key) where run_key is not null;
comment on column tracking.process_steps.run_key is 'By what the reports of a device tell its runs apart.';
