-- What is said of all bookings of a worklist at once is one row, not one for each of them. Worklists that were released before
-- keep theirs.

alter table tracking.well_booking_changes
  alter column act drop not null,
  alter column volume_ul drop not null,
  add column worklist_id uuid,
  add constraint well_booking_changes_of_one_or_all check (num_nonnulls(act, worklist_id) = 1),
  add constraint well_booking_changes_volume check ((act is null) = (volume_ul is null));
create index well_booking_changes_by_worklist on tracking.well_booking_changes (worklist_id) where worklist_id is not null;
comment on table tracking.well_booking_changes is
  'Every state that a booking, or all bookings of a worklist, had, and who gave it; read tracking.well_booking_history.';
comment on column tracking.well_booking_changes.worklist_id is 'All of whose bookings are meant, each with its planned volume.';

create view tracking.well_booking_history as
  select b.act, b.worklist_id, b.number, c.state, c.volume_ul, c.changed_at, c.actor, c.change_id
    from tracking.well_booking_changes c join tracking.well_bookings b on b.act = c.act
  union all
  select b.act, b.worklist_id, b.number, c.state, b.planned_ul, c.changed_at, c.actor, c.change_id
    from tracking.well_booking_changes c join tracking.well_bookings b on b.worklist_id = c.worklist_id;
comment on view tracking.well_booking_history is 'Every state that each booking had, with its volume then, and who gave it.';
