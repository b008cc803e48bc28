-- A simulated lab has a database of its own and marks it, so that its records are never mixed with a real lab's.

create table tracking.simulated_lab (
  only_one boolean primary key default true check (only_one),
  since    timestamptz not null
);
comment on table tracking.simulated_lab is 'One row where all records of this database are simulated; none in that of a real lab.';
