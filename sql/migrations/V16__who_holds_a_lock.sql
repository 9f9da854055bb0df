-- Whoever waits for a lock is told for whom: a name and since when, not only to admins.

do $$
begin
  if to_regprocedure('auth_gate.holders(name)') is null then
    raise object_not_in_prerequisite_state using
      message = 'the roles of this database are of an older version', hint = 'Set it up anew, which keeps what is there: epic db init';
  end if;
end $$;

create function auth.blockers() returns table (waiting int, holder text, application text, since timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.require_session();
  return query
    select h.waiting, coalesce(p.full_name, h.role_name::text), nullif(h.application, ''), h.since
      from auth_gate.holders(session_user) h
      left join auth.session s on s.role_name = h.role_name
      left join crm.collaborators p on p.id = s.collaborator_id
     order by h.since;
end $$;
comment on function auth.blockers() is
  'Who holds what statements of this very session wait for: the process that waits, whose transaction it waits for, by which program, since when. Safe as a definer function: takes nothing, and tells only of those who are in the way.';
grant execute on function auth.blockers() to epic_app;
