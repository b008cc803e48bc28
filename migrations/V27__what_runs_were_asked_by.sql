-- What a run file asked for: the same file, dropped again, begins no second run.

alter table campaign.runs add asked jsonb;
create unique index runs_asked_once on campaign.runs (campaign_id, md5(asked::text)) where asked is not null;
comment on column campaign.runs.asked is 'The run file''s content; null for runs that a plan or a call began.';
