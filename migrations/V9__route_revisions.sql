-- Every route file that was accepted, with its time and content.

create schema routing;

create table routing.route_revisions (
  revision_id   bigint generated always as identity primary key,
  file          text collate "C" not null,
  revision      int not null check (revision > 0),
  content       text,
  accepted_at   timestamptz not null,
  restored_from int,
  unique (file, revision)
);
comment on table routing.route_revisions is 'Every revision of every route file that was put to work.';
comment on column routing.route_revisions.content is 'Null where the file was deleted.';
