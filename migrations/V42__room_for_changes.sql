-- A booking changes its state twice, and a well its contents with each worklist. With room on their pages they change in place,
-- and no index is written again.

alter table tracking.well_bookings set (fillfactor = 45);
alter table tracking.wells set (fillfactor = 45);
