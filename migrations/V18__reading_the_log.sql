-- A way to read the log of events with a cursor that misses none. Numbers are drawn before rows are seen: an event that is
-- committed late can have a lower number than one that was read already. So who writes first says, by an advisory lock that lasts
-- as long as the transaction, above which number its events will be; and who reads goes no further than the lowest of these.

create function tracking.enter_log() returns void language plpgsql as $$
begin
  -- The first lock of a transaction is its lowest, so that later ones change nothing. Nothing else locks with two keys.
  perform pg_advisory_xact_lock_shared(1818585959, ((last_value - (not is_called)::int) & 2147483647)::int)
     from tracking.events_event_id_seq;
end $$;

create function tracking.event_numbers(how_many bigint) returns setof bigint language plpgsql as $$
begin
  perform tracking.enter_log();
  return query select nextval('tracking.events_event_id_seq') from generate_series(1, how_many);
end $$;
comment on function tracking.event_numbers is
  'Draws numbers of events that this transaction is going to insert; an insert that leaves it to the table needs no call.';

create function tracking.enter_log_on_insert() returns trigger language plpgsql as $$
begin
  perform tracking.enter_log();
  return null;
end $$;
create trigger events_enter_log before insert on tracking.events
  for each statement execute function tracking.enter_log_on_insert();

create function tracking.events_known_up_to() returns bigint language plpgsql as $$
declare
  last_drawn bigint;
  lowest bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'the log cannot be read with a cursor at isolation level %', current_setting('transaction_isolation')
      using hint = 'Read it at read committed, where each statement sees what is committed by then.', errcode = 'invalid_transaction_state';
  end if;
  -- First the last number, then who writes: whoever enters the log in between draws higher numbers than the last one.
  select last_value - (not is_called)::int into last_drawn from tracking.events_event_id_seq;
  -- A lock tells the lower half of a number only; those that seem to be far below are above the last one.
  select min(last_drawn - below) into lowest from (
    select (last_drawn - objid::bigint) & 2147483647 as below from pg_locks
     where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
       and classid = 1818585959 and objsubid = 2 and pid <> pg_backend_pid()) writers
   where below < 1073741824;
  return least(last_drawn, lowest);
end $$;
comment on function tracking.events_known_up_to is
  'All events up to this number are committed, or will never be; a transaction under way may still bring any of those above.';

create view tracking.event_log as
  select e.event_id, e.kind, e.occurred_at, e.recorded_at, e.reporter, e.actor, e.barcode, e.container_id, e.device, e.position,
         e.target_device, e.target_position, e.detail, e.file_id, e.line, f.code as flag, f.message as flag_message, f.resolution,
         t.same_as
    from tracking.events e
    left join tracking.event_flags f on f.event_id = e.event_id
    left join tracking.told_again t on t.event_id = e.event_id;
comment on view tracking.event_log is
  'Events with what became of them: flagged as they contradict the record, and put right or dismissed; or the same as another.';

create function tracking.events_after(last_read bigint, most int) returns setof tracking.event_log language plpgsql rows 1000 as $$
declare
  known bigint := tracking.events_known_up_to();
begin
  return query select l.* from tracking.event_log l where l.event_id > last_read and l.event_id <= known order by l.event_id limit most;
end $$;
comment on function tracking.events_after is
  'The next events after the last one that was read, in the order of their numbers: none is ever missed, none comes twice.';
comment on table tracking.events is 'The log of all that was told of the lab, only ever added to; read it with tracking.events_after.';
