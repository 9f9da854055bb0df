-- A program that kept the catalog of a session asks whether it is still true, before it is used: that costs a tenth of
-- reading all of it. PostgreSQL gives every row that is written the number of its transaction, and those only grow: what is
-- created, changed or dropped changes how many rows there are, or their sum.
create view epic.catalog_version as
  with tables as materialized (
    select t.oid, t.xmin::text::bigint as x from pg_catalog.pg_class t where t.relnamespace = 'crm'::regnamespace
  )
  select concat_ws('.', count(*), sum(o.x)) as version
  from (
    select t.x from tables t
    union all
    select a.xmin::text::bigint from tables t join pg_catalog.pg_attribute a on a.attrelid = t.oid
    union all
    select k.xmin::text::bigint from tables t join pg_catalog.pg_constraint k on k.conrelid = t.oid
    union all
    select d.xmin::text::bigint from tables t join pg_catalog.pg_description d on d.objoid = t.oid
    union all
    select p.xmin::text::bigint from pg_catalog.pg_policy p
    union all
    select e.xmin::text::bigint from pg_catalog.pg_enum e
  ) as o(x);
comment on view epic.catalog_version is
  'Another text whenever what epic.catalog() tells about tables, columns, grants, constraints and policies may have changed. A session''s own facts are not in it.';

grant select on epic.catalog_version to epic_app;
