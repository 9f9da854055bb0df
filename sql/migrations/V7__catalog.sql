-- What a shell asks the database about itself: what is there, may I, and why not? Answered from PostgreSQL's own
-- catalog with the caller's own rights, so that a new column or a new rule needs no second description.

comment on schema epic is 'what a shell asks the database about itself';
grant usage on schema epic to epic_app;

create function epic.command(action text) returns "char"
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case lower(action) when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w' when 'delete' then 'd' end::"char"
$$;
comment on function epic.command(text) is 'How pg_policy writes select, insert, update and delete.';

create function epic.trades(condition text) returns crm.staff_role[]
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select array(select found[1]::crm.staff_role from regexp_matches(condition, $re$'(\w+)'::crm\.staff_role$re$, 'g') found)
$$;
comment on function epic.trades(text) is
  'The trades that the condition of a policy names (V5 says why they stand there); empty: it is for every trade.';

create function epic.can(of_table regclass, action text, out allowed bool, out columns name[], out policies name[])
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  with writable as (
    select array_agg(a.attname order by a.attnum) as names
      from pg_attribute a
     where a.attrelid = of_table and a.attnum > 0 and not a.attisdropped
       and case when lower(action) = 'delete' then has_table_privilege(of_table, 'delete')
                else has_column_privilege(of_table, a.attnum, action)
                     and (lower(action) = 'select' or a.attgenerated = '') end),
  applying as (
    select array_agg(p.polname order by p.polname) as names
      from pg_policy p,
           concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) condition
     where p.polrelid = of_table and p.polpermissive and p.polcmd in ('*', epic.command(action))
       -- A policy that names a trade is for that trade: the name stands in its condition (V5 says why).
       and (epic.trades(condition) = '{}' or auth.role() = any (epic.trades(condition))))
  select writable.names is not null and (applying.names is not null or auth.is_owner()),
         coalesce(writable.names, '{}'), coalesce(applying.names, '{}')
    from writable, applying
$$;
comment on function epic.can(regclass, text) is
  'May I select, insert, update or delete here? On which columns, and by which policies? About the table as a whole; for one row ask epic.why().';

-- Whose row is it? The condition of the policy knows: it is asked again for every collaborator, each put in the
-- place of the caller. So a new policy needs no second description of what "their own" means.
create function epic.why(of_table regclass, action text, row_id int)
returns table (policy name, holds bool, trades crm.staff_role[], whose text[], could text[], condition text)
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp
as $$
declare
  personal bool;
begin
  for policy, condition in
    select p.polname, pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid)
      from pg_policy p
     where p.polrelid = of_table and p.polpermissive and p.polcmd in ('*', epic.command(action))
     order by p.polname
  loop
    trades := epic.trades(condition);
    personal := condition ~ 'auth\.uid\(\)';
    execute format(
      'select coalesce((select (%1$s) from %2$s where id = $1), false),
              array_agg(for_whom.email order by for_whom.email) filter (where $2),
              array_agg(for_whom.email order by for_whom.email) filter (where for_whom.active)
         from crm.collaborators for_whom
        where (select (%3$s) from %2$s where id = $1)',
      condition, of_table, replace(replace(condition, 'auth.uid()', 'for_whom.id'), 'auth.role()', 'for_whom.role'))
       into holds, whose, could using row_id, personal;
    return next;
  end loop;
end $$;
comment on function epic.why(regclass, text, int) is
  'Every policy for this action, and whether it holds for this row: its own condition, evaluated as the caller. Also for which trades it is (empty: all), whose the row is if it asks that, and who could do it (active collaborators). None holds when there is no such row.';

------------------------------------------------------------------------------------------------------------
-- Everything that a shell loads at login, in one answer
------------------------------------------------------------------------------------------------------------

create function epic.me() returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', p.id, 'email', p.email, 'full_name', p.full_name, 'role', p.role,
                            'expires', auth.expires())
    from crm.collaborators p where p.id = auth.uid()
$$;
comment on function epic.me() is 'Who is asking, and until when; null without a live session.';

create function epic.fields(of_table oid) returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, null),
      'nullable', not a.attnotnull,
      'has_default', a.attidentity <> '' or (a.atthasdef and a.attgenerated = ''),
      'generated', a.attgenerated <> '',
      -- generated only to type a foreign key
      'hidden', a.attgenerated <> '' and exists (
        select from pg_constraint k where k.conrelid = of_table and k.contype = 'f' and a.attnum = any (k.conkey)),
      'comment', col_description(of_table, a.attnum),
      'values', (select jsonb_agg(v.enumlabel order by v.enumsortorder) from pg_enum v where v.enumtypid = a.atttypid),
      -- an index of trigrams finds a part of the text
      'searchable', exists (
        select from pg_index i join pg_opclass o on o.oid = any (i.indclass::oid[])
         where i.indrelid = of_table and a.attnum = any (i.indkey::int2[]) and o.opcname = 'gin_trgm_ops'),
      'may_select', has_column_privilege(of_table, a.attnum, 'select'),
      'may_insert', a.attgenerated = '' and has_column_privilege(of_table, a.attnum, 'insert'),
      'may_update', a.attgenerated = '' and has_column_privilege(of_table, a.attnum, 'update'))
    order by a.attnum), '[]')
  from pg_attribute a where a.attrelid = of_table and a.attnum > 0 and not a.attisdropped
$$;
comment on function epic.fields(oid) is 'The columns of a table, and what the caller may do with each.';

create function epic.relations(of_table oid) returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'constraint', k.conname, 'field', a.attname, 'target', t.relname)
    order by a.attnum), '[]')
  from pg_constraint k
  join pg_class t on t.oid = k.confrelid
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attgenerated = ''
  where k.conrelid = of_table and k.contype = 'f'
$$;
comment on function epic.relations(oid) is
  'The foreign keys of a table: the column that people know (not the one that types the key), and the table it leads to.';

create function epic.constraints(of_table oid) returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'name', c.name, 'kind', c.kind, 'comment', c.comment,
      'fields', (select coalesce(jsonb_agg(a.attname order by a.attnum), '[]') from pg_attribute a
                  where a.attrelid = of_table and a.attnum = any (c.columns)))
    order by c.name), '[]')
  from (
    select k.conname, case k.contype when 'c' then 'check' when 'u' then 'unique' when 'p' then 'primary' when 'f' then 'foreign' end,
           k.conkey, obj_description(k.oid, 'pg_constraint')
      from pg_constraint k where k.conrelid = of_table and k.contype in ('c', 'u', 'p', 'f')
    union all
    -- a rule that needs to see other rows is a trigger, named by a sentence too
    select t.tgname, 'check', t.tgattr::int2[], obj_description(t.oid, 'pg_trigger')
      from pg_trigger t where t.tgrelid = of_table and not t.tgisinternal and t.tgname like '% %'
  ) c(name, kind, columns, comment)
$$;
comment on function epic.constraints(oid) is
  'The rules of a table that hold whoever asks: constraints, and triggers whose name is a sentence.';

create function epic.rules(of_table oid) returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
      'name', p.polname,
      'action', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      'trades', epic.trades(concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))),
      'comment', obj_description(p.oid, 'pg_policy'))
    order by strpos('*rawd', p.polcmd::text), p.polname), '[]')
  from pg_policy p where p.polrelid = of_table
$$;
comment on function epic.rules(oid) is 'The policies of a table: who may do what with which rows.';

create function epic.catalog() returns jsonb
language sql stable security invoker set search_path = pg_catalog, pg_temp set jit = off
as $$
  select jsonb_build_object(
    'me', epic.me(),
    'entities', (
      select coalesce(jsonb_agg(jsonb_build_object(
          'name', t.relname,
          'comment', obj_description(t.oid, 'pg_class'),
          'may_delete', has_table_privilege(t.oid, 'delete'),
          'fields', epic.fields(t.oid),
          'relations', epic.relations(t.oid),
          'constraints', epic.constraints(t.oid),
          'rules', epic.rules(t.oid))
        order by t.oid), '[]')
      from pg_class t where t.relnamespace = 'crm'::regnamespace and t.relkind in ('r', 'p')))
$$;
comment on function epic.catalog() is
  'Everything that a shell loads at login: who I am, and every table with its fields, relations, constraints and rules, and what I may do with them. Runs with the caller''s own rights.';

grant execute on all functions in schema epic to epic_app;
