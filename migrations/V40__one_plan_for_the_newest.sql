-- How many rows are asked for is a parameter, for which PostgreSQL plans each call anew, which took longer than the answer. One plan
-- fits all: each of these reads an index from its newest end.

create or replace function tracking.container_history(of_barcode text, newest int)
  returns table (at timestamptz, until timestamptz, what text, device text, "position" int, detail text, status text, actor text,
                 event_id bigint, step_id uuid, file_id bigint, line bigint)
  language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with them as materialized (
    select container_id from tracking.containers where barcode = of_barcode collate "C"
  ), places as materialized (
    select s.* from them cross join (values ('container'), ('lid')) as w (what)
     cross join lateral (select * from tracking.stays where container_id = them.container_id and what = w.what
                          order by since desc, stay_id desc limit newest) s
  ), steps as (
    select p.* from them
     cross join lateral (select * from tracking.process_steps where container_id = them.container_id and started_at is not null
                          order by started_at desc limit newest) p
  ), told as (
    select e.* from them
     cross join lateral (select * from tracking.events where container_id = them.container_id
                          order by occurred_at desc, event_id desc limit newest) e
     where not exists (select from places where begun_by = e.event_id)
  ), all_of_it as (
    select p.since as at, p.until, p.what, p.device, p.position, null::text as detail, null::text as status, e.actor, p.begun_by as event_id,
           null::uuid as step_id, e.file_id, e.line, 1 as rank
      from places p join tracking.events e on e.event_id = p.begun_by
    union all
    select s.started_at, s.finished_at, s.kind, s.device, null,
           case when s.kind = 'move' then format('%s[%s] → %s[%s]', s.origin_device, s.origin_position, s.destination_device,
             s.destination_position) else concat_ws(': ', s.fct, s.method) end, s.status, null, s.moved_by, s.step_id, null, null, 2
      from steps s
    union all
    select t.occurred_at, null, t.kind, coalesce(t.reporter, t.device), t.position,
           coalesce(f.message, t.detail ->> 'message', t.detail ->> 'worklist', t.detail ->> 'new_barcode'),
           case when f.resolved_at is not null then 'resolved' else f.code end, t.actor, t.event_id, null, t.file_id, t.line, 3
      from told t left join tracking.event_flags f on f.event_id = t.event_id
  ), newest_of_it as (
    select * from all_of_it order by at desc, rank desc, event_id desc limit newest
  )
  select at, until, what, device, position, detail, status, actor, event_id, step_id, file_id, line
    from newest_of_it order by at, rank, event_id;
end $$;

create function tracking.container_stays(of_barcode text, newest int)
  returns table (what text, device text, "position" int, since timestamptz, until timestamptz, actor text, file_id bigint, line bigint)
  language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select n.what, n.device, n.position, n.since, n.until, n.actor, n.file_id, n.line
    from (select s.what, s.device, s.position, s.since, s.until, e.actor, e.file_id, e.line, s.stay_id
            from tracking.containers c
           cross join (values ('container'), ('lid')) as w (what)
           cross join lateral (select * from tracking.stays where container_id = c.container_id and what = w.what
                                order by since desc, stay_id desc limit newest) s
            join tracking.events e on e.event_id = s.begun_by
           where c.barcode = of_barcode collate "C" order by s.since desc, s.stay_id desc limit newest) n
   order by n.since, n.stay_id;
end $$;
comment on function tracking.container_stays is
  'Where a container and its lid were, of all that had the barcode: so many of the newest stays, the first of them first.';

alter function tracking.events_after set plan_cache_mode = force_generic_plan;
