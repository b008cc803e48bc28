-- The files of the last day that were rejected, wholly or in part, and have not been told of: each is told once, in one text.
with told as (
  insert into ingest.notice (file_id)
  select id from ingest.file
   where (state = 'rejected' or records_rejected > 0) and completed_at > now() - interval '1 day'
     and not exists (select 1 from ingest.notice n where n.file_id = ingest.file.id)
   order by id limit 100
  on conflict do nothing
  returning file_id)
select count(*) as files,
       string_agg(format(E'File %s, %s, %s: %s of %s records were rejected.%s\n', id, kind,
           regexp_replace(name, '[[:cntrl:]]', '?', 'g'), records_rejected, records_in,
           coalesce(' ' || regexp_replace(error, '[[:cntrl:]]+', ' ', 'g'), '')), '' order by id) as text
  from ingest.file join told on told.file_id = id
