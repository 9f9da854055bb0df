-- Ids are bigint: they don't run out.
--
-- An id is taken before anything is known about the row, and is not given back. `insert … on conflict do nothing` took a
-- million in some seconds, without a row and without a trace; 2,147,483,647 of them are gone within hours, and then
-- nobody can create anything. Whoever may create rows can always take ids (by rolling back, at the latest), so what
-- bounds it is how many there are: at a million ids a second, 9,223,372,036,854,775,807 last 290,000 years.
--
-- What PostgreSQL can't keep while a column changes its type (policies, triggers on single columns, a view, a default),
-- and functions that take or give ids, are made again from its own catalog, so that nothing is said twice. The tables
-- are written anew, all in one transaction.

do $$
declare
  ours    constant oid[] := array['crm'::regnamespace, 'auth'::regnamespace, 'audit'::regnamespace, 'epic'::regnamespace]::oid[];
  removal text[] := '{}';
  again   text[] := '{}';
  part    record;
  command text;
begin
  -- Policies.
  for part in
    select p.oid, p.polname as name, p.polrelid::regclass as of_table, r.permissive, r.cmd, r.qual, r.with_check,
           (select string_agg(case who when 'public' then 'public' else quote_ident(who) end, ', ') from unnest(r.roles) who) as roles
      from pg_policy p
      join pg_class t on t.oid = p.polrelid and t.relnamespace = any (ours)
      join pg_policies r on r.schemaname = t.relnamespace::regnamespace::text and r.tablename = t.relname and r.policyname = p.polname
     order by p.oid
  loop
    removal := removal || format('drop policy %I on %s', part.name, part.of_table);
    again := again
      || concat(format('create policy %I on %s as %s for %s to %s', part.name, part.of_table, part.permissive, part.cmd, part.roles),
                ' using (' || part.qual || ')', ' with check (' || part.with_check || ')')
      || format('comment on policy %I on %s is %L', part.name, part.of_table, obj_description(part.oid, 'pg_policy'));
  end loop;

  -- Triggers on single columns.
  for part in
    select t.oid, t.tgname as name, t.tgrelid::regclass as of_table, pg_get_triggerdef(t.oid) as definition
      from pg_trigger t join pg_class c on c.oid = t.tgrelid and c.relnamespace = any (ours)
     where not t.tgisinternal and (t.tgattr <> '' or t.tgqual is not null)
     order by t.oid
  loop
    removal := removal || format('drop trigger %I on %s', part.name, part.of_table);
    again := again || part.definition
      || format('comment on trigger %I on %s is %L', part.name, part.of_table, obj_description(part.oid, 'pg_trigger'));
  end loop;

  -- Columns that have the id of a collaborator as their default.
  for part in
    select d.adrelid::regclass as of_table, a.attname as name, pg_get_expr(d.adbin, d.adrelid) as expression
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
     where a.attgenerated = '' and pg_get_expr(d.adbin, d.adrelid) = 'auth.uid()'
  loop
    removal := removal || format('alter table %s alter %I drop default', part.of_table, part.name);
    again := again || format('alter table %s alter %I set default %s', part.of_table, part.name, part.expression);
  end loop;

  -- Views, with what they are worth to whom.
  for part in
    select c.oid, c.oid::regclass as name, rtrim(pg_get_viewdef(c.oid), ';') as definition, c.relacl
      from pg_class c where c.relkind = 'v' and c.relnamespace = any (ours) order by c.oid
  loop
    removal := removal || format('drop view %s', part.name);
    again := array[
        format('create view %s as %s', part.name, part.definition),
        format('comment on view %s is %L', part.name, obj_description(part.oid, 'pg_class'))]
      || array(select format('grant %s on %s to %s', g.privilege_type, part.name, g.grantee::regrole)
                 from aclexplode(part.relacl) g where g.grantee <> g.grantor)
      || again;
  end loop;

  -- Functions: an int in them is an id, but for the variables that count.
  for part in
    select p.oid, p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition, p.proacl,
           p.oid::regprocedure::text ~ '\minteger\M' or pg_get_function_result(p.oid) ~ '\minteger\M' as is_about_ids
      from pg_proc p
     where p.pronamespace = any (ours) and pg_get_functiondef(p.oid) ~ '\m(int|integer|int4send)\M'
     order by p.oid
  loop
    if part.is_about_ids then
      removal := removal || format('drop function %s', part.name);
    end if;
    again := (regexp_replace(replace(part.definition, 'int4send', 'int8send'), '(?<!\m(?:taken|wrong)\s{1,9})\m(int|integer)\M', 'bigint', 'g')
        || array[]::text[]
        || case when part.is_about_ids then
             format('comment on function %s is %L', replace(part.name, 'integer', 'bigint'), obj_description(part.oid, 'pg_proc'))
             || array(select format('grant execute on function %s to %s', replace(part.name, 'integer', 'bigint'), g.grantee::regrole)
                        from aclexplode(part.proacl) g where g.grantee <> g.grantor)
           end)
      || again;
  end loop;

  -- Functions mention each other, in any order.
  perform set_config('check_function_bodies', 'off', true);
  foreach command in array removal loop
    execute command;
  end loop;

  alter table crm.collaborators alter id type bigint;
  alter table crm.clients alter id type bigint, alter commercial_id type bigint;
  alter table crm.contracts alter id type bigint, alter client_id type bigint;
  alter table crm.events alter id type bigint, alter contract_id type bigint, alter support_id type bigint;
  alter table auth.credential alter collaborator_id type bigint;
  alter table auth.session alter collaborator_id type bigint;
  alter table auth.attempt alter collaborator_id type bigint;
  alter table audit.log alter uid type bigint, alter row_id type bigint;

  foreach command in array again loop
    execute command;
  end loop;
end $$;
