-- Moves that devices report become move steps when their duration is told, and a move that is told twice stays one.

alter table tracking.process_steps add moved_by bigint references tracking.events (event_id);
create unique index process_steps_by_move on tracking.process_steps (moved_by) where moved_by is not null;
comment on column tracking.process_steps.moved_by is
  'The event by which the container came to where the step moved it; so a move has one step, however often it is told.';

create table tracking.told_again (
  event_id bigint primary key references tracking.events (event_id),
  same_as  bigint not null references tracking.events (event_id),
  reporter text collate "C" not null,
  unique (same_as, reporter)
);
comment on table tracking.told_again is
  'Reported events that tell of what a direct call had told already; they changed nothing.';
