-- The version of the catalog, which every program asks for when it begins, in half the time where there are hundreds of
-- tables: indexes have no columns that people see, and the numbers of transactions are summed up as their distances from
-- the newest one, since their texts cost more than all the rest. Comments on constraints and policies are in it too.
create or replace view epic.catalog_version as
  with tables as materialized (
    select t.oid, t.xmin as x, t.relkind in ('r', 'p', 'v', 'm', 'f') as has_columns
      from pg_catalog.pg_class t where t.relnamespace = 'crm'::regnamespace
  )
  -- age() counts from the newest transaction, which is the same for a whole statement: so does age('3').
  select concat_ws('.', count(*), count(*) * age('3'::xid) - sum(age(o.x))) as version
  from (
    select t.x from tables t
    union all
    select a.xmin from pg_catalog.pg_attribute a where a.attrelid = any (array(select t.oid from tables t where t.has_columns))
    union all
    select k.xmin from pg_catalog.pg_constraint k where k.conrelid = any (array(select t.oid from tables t where t.has_columns))
    union all
    select d.xmin from pg_catalog.pg_description d where d.objoid >= 16384 -- FirstNormalObjectId
    union all
    select p.xmin from pg_catalog.pg_policy p
    union all
    select e.xmin from pg_catalog.pg_enum e
  ) as o(x);
