-- Files may lie in a folder of their own; folder and name are then part of what a file is.

drop index ingest.file_content_once;
create unique index file_content_once on ingest.file (kind, sha256, (case when name like '%/%' then name else '' end))
  where state = 'completed' and replay_of is null;
