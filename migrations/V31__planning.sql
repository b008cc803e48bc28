-- What planning keeps beside schedules: runs that have no place in any plan, and how far the news of devices were read.

create table schedule.refusals (
  experiment_id text collate "C" primary key references campaign.runs (experiment_id),
  code          text not null,
  message       text not null,
  at            timestamptz not null,
  tried_with    text not null
);
comment on table schedule.refusals is 'Open runs that cannot be planned, and why; they have no jobs until they can.';
comment on column schedule.refusals.tried_with is 'Fingerprint of the lab when it was tried: as long as nothing changes it is not tried again.';

create table schedule.device_news (
  only_row boolean primary key default true check (only_row),
  event_id bigint not null
);
insert into schedule.device_news (event_id) values (0);
comment on table schedule.device_news is 'The last event of tracking.events that was read for devices that are down or up again.';
