-- What somebody may do about passwords and sessions: their own, and, as an admin, everybody's.

create function auth.set_password(collaborator int, salt bytea, argon text, key bytea, attempt uuid default null)
returns bool
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me int := auth.uid();
begin
  if key is null or length(key) <> 32 then
    raise invalid_parameter_value using message = 'a login key has 32 bytes';
  end if;
  -- One's own takes a proof of the present one, an admin's too: a stolen token does not take over its account.
  if not auth.is_owner()
     and (me is null
          or me <> collaborator and not auth.is_admin_or_owner()
          or me = collaborator and auth.judge(attempt) is distinct from me)
  then
    return false;
  end if;
  insert into auth.credential as c (collaborator_id, salt, argon, key_hash)
  values (collaborator, set_password.salt, set_password.argon, sha256(key))
  on conflict (collaborator_id) do update
    set salt = excluded.salt, argon = excluded.argon, key_hash = excluded.key_hash, epoch = c.epoch + 1;
  perform auth.end_sessions_of(collaborator);
  return true;
end $$;
comment on function auth.set_password(int, bytea, text, bytea, uuid) is
  'Sets a password and ends every session of that collaborator. One''s own takes an attempt with the present one, so guessing is limited here as at login; an admin sets everybody else''s, the installer anybody''s. False: not proven, or not allowed. Safe as a definer function: it checks that first.';

create function auth.upgrade(salt bytea, argon text, key bytea, attempt uuid) returns bool
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me int := auth.uid();
begin
  if key is null or length(key) <> 32 then
    raise invalid_parameter_value using message = 'a login key has 32 bytes';
  end if;
  if me is null or auth.judge(attempt) is distinct from me then
    return false;
  end if;
  update auth.credential c
     set salt = upgrade.salt, argon = upgrade.argon, key_hash = sha256(key)
   where c.collaborator_id = me and c.argon <> upgrade.argon and upgrade.argon = auth.argon();
  return found;
end $$;
comment on function auth.upgrade(bytea, text, bytea, uuid) is
  'Keeps one''s password under the argon2id parameters that auth.config asks for now; sessions go on. False: not proven, or they are the same already. Safe as a definer function: it takes an attempt with the present password, so that a stolen token changes nothing here, and guessing is limited as at login.';

create function auth.logout() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ delete from auth.session s where s.role_name = session_user $$;
comment on function auth.logout() is
  'Ends the caller''s session: rights go at once, other connections are cut. Safe as a definer function: takes nothing, ends only the caller''s own.';

create function auth.sessions()
returns table (id uuid, collaborator_id int, full_name text, email text, started timestamptz, expires timestamptz,
               current bool)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me       int := auth.uid();
  everyone bool := auth.is_admin_or_owner();
begin
  perform auth.require_session();
  return query
    select l.id, l.collaborator_id, l.full_name, l.email, l.started, l.expires, l.role_name = session_user
      from auth.live_session l
     where everyone or l.collaborator_id = me
     order by l.started desc;
end $$;
comment on function auth.sessions() is
  'Open sessions, the newest first: one''s own; an admin and the installer see everybody''s. Safe as a definer function: the id of a session opens nothing without its token.';

create function auth.end_session(id uuid) returns bool
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me       int := auth.uid();
  everyone bool := auth.is_admin_or_owner();
begin
  perform auth.require_session();
  -- Cut first: an open transaction of that session could hold this back by its locks.
  perform auth_gate.terminate(s.role_name) from auth.session s
    where s.id = end_session.id and (everyone or s.collaborator_id = me);
  delete from auth.session s where s.id = end_session.id and (everyone or s.collaborator_id = me);
  return found;
end $$;
comment on function auth.end_session(uuid) is
  'Ends an open session: one''s own; an admin and the installer end anybody''s. False: there is no such session, or it is somebody else''s. Safe as a definer function: it checks that itself.';
