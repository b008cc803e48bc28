-- Of up to four times as many rows as are asked for, each was fetched with the event behind it, most to be dropped again: on a large
-- record, hundreds of pages from all over the disk. The indexes alone tell from which moment on there is enough, and only rows since
-- then are fetched, the events behind them at the very end.

create or replace function tracking.container_history(of_barcode text, newest int)
  returns table (at timestamptz, until timestamptz, what text, device text, "position" int, detail text, status text, actor text,
                 event_id bigint, step_id uuid, file_id bigint, line bigint)
  language plpgsql stable set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  enough timestamptz;
begin
  select at into enough from (
    select p.since as at from tracking.containers c cross join (values ('container'), ('lid')) as w (what)
     cross join lateral (select since from tracking.stays where container_id = c.container_id and what = w.what
                          order by since desc limit newest) p
     where c.barcode = of_barcode collate "C"
    union all
    select s.started_at from tracking.containers c
     cross join lateral (select started_at from tracking.process_steps where container_id = c.container_id and started_at is not null
                          order by started_at desc limit newest) s
     where c.barcode = of_barcode collate "C"
     order by at desc offset greatest(newest, 1) - 1 limit 1
  ) moments;
  enough := coalesce(enough, '-infinity');
  return query
  with them as materialized (
    select container_id from tracking.containers where barcode = of_barcode collate "C"
  ), places as materialized (
    select s.* from them cross join (values ('container'), ('lid')) as w (what)
     cross join lateral (select since, until, what, device, position, begun_by from tracking.stays
                          where container_id = them.container_id and what = w.what and since >= enough
                          order by since desc, stay_id desc limit newest) s
  ), newest_of_it as (
    select since as at, until, what, device, position, null::text as detail, null::text as status, null::text as actor,
           begun_by as event_id, null::uuid as step_id, null::bigint as file_id, null::bigint as line, 1 as rank
      from places
    union all
    select s.started_at, s.finished_at, s.kind, s.device, null,
           case when s.kind = 'move' then format('%s[%s] → %s[%s]', s.origin_device, s.origin_position, s.destination_device,
             s.destination_position) else concat_ws(': ', s.fct, s.method) end, s.status, null, s.moved_by, s.step_id, null, null, 2
      from them
     cross join lateral (select * from tracking.process_steps where container_id = them.container_id and started_at >= enough
                          order by started_at desc limit newest) s
    union all
    select t.occurred_at, null, t.kind, coalesce(t.reporter, t.device), t.position,
           coalesce(t.detail ->> 'message', t.detail ->> 'worklist', t.detail ->> 'new_barcode'), null, t.actor, t.event_id, null,
           t.file_id, t.line, 3
      from them
     cross join lateral (select * from tracking.events where container_id = them.container_id and occurred_at >= enough
                          order by occurred_at desc, event_id desc limit newest) t
     where not exists (select from places where begun_by = t.event_id)
     order by at desc, rank desc, event_id desc limit newest
  )
  select n.at, n.until, n.what, n.device, n.position, coalesce(f.message, n.detail),
         case when f.resolved_at is not null then 'resolved' else coalesce(f.code, n.status) end,
         coalesce(n.actor, e.actor), n.event_id, n.step_id, coalesce(n.file_id, e.file_id), coalesce(n.line, e.line)
    from newest_of_it n
    left join tracking.events e on n.rank = 1 and e.event_id = n.event_id
    left join tracking.event_flags f on n.rank = 3 and f.event_id = n.event_id
   order by n.at, n.rank, n.event_id;
end $$;
