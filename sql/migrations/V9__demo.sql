-- Whether this database holds demo data (sql/seed/demo.sql): the demo refuses to touch anything else.

create table epic.demo (
  only_row  bool not null default true,
  seeded_at timestamptz not null default now(),

  constraint "demo data is seeded once" primary key (only_row),
  constraint "the row about demo data is the only one" check (only_row)
);
comment on table epic.demo is 'one row if this database was filled with demo data; empty otherwise';
comment on column epic.demo.only_row is 'always true: there is one row at most';
comment on column epic.demo.seeded_at is 'when it was filled';
comment on constraint "demo data is seeded once" on epic.demo is 'Start from an empty database to seed again.';
comment on constraint "the row about demo data is the only one" on epic.demo is 'Start from an empty database to seed again.';
