select id, kind, name, state, received_at, completed_at, records_in, records_loaded, records_unchanged, records_rejected,
       error_code, error
  from ingest.file
 where received_at > now() - interval '1 day'
 order by id
