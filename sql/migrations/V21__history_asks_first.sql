-- Who asks for a history is asked for their session before anything else. Until now that was left to audit.history(), which
-- PostgreSQL 18 does not call where it sees beforehand that nothing comes out (a table that is null): nothing was told,
-- but no refusal either.

create or replace function audit.history_by_field(of_table regclass, row_id bigint)
returns table ("when" timestamptz, who text, action text, field name, before text, after text, run uuid)
language plpgsql stable security invoker set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform auth.require_session();
  return query
    select h.at,
           coalesce(p.email, 'collaborator ' || h.uid, 'the database''s owner'),
           case h.action when 'insert' then 'create' else h.action end,
           a.attname, h.old ->> a.attname, h.new ->> a.attname, h.run
      from audit.history(of_table, row_id) h
      join pg_attribute a on a.attrelid = of_table and a.attnum > 0 and coalesce(h.new, h.old) ? a.attname::text
      left join crm.collaborators p on p.id = h.uid
     where h.old ->> a.attname is distinct from h.new ->> a.attname
     order by h.id, a.attnum;
end $$;
