-- Nothing is readable without a live session, and nobody takes all connections.
--
-- Until now a session could outlive its end: by a connection that was made while it was being ended and had taken the name
-- of its trade (`set role epic_support`), by a login that was committed only afterwards, and after its time, until
-- somebody else changed something.

do $$
begin
  if to_regprocedure('auth_gate.terminate_logins(regclass)') is null then
    raise object_not_in_prerequisite_state using
      message = 'the roles of this database are of an older version', hint = 'Set it up anew, which keeps what is there: epic db init';
  end if;
end $$;

------------------------------------------------------------------------------------------------------------
-- Two memberships
------------------------------------------------------------------------------------------------------------

-- The right to look into a schema and the rights to its tables are held by different roles. A session is a member of both;
-- whoever took the name of one by `set role` lacks the other, and so has nothing that would outlast its memberships.
revoke usage on schema auth, crm, audit, epic from epic_app;
grant usage on schema auth, crm, audit, epic to epic_session;

------------------------------------------------------------------------------------------------------------
-- Ending, cutting, sweeping
------------------------------------------------------------------------------------------------------------

create table auth.ending (
  at timestamptz not null default clock_timestamp()
);
comment on table auth.ending is
  'sessions that ended lately: a connection may have been made meanwhile, and is looked for. Only added to: nobody waits for a row';
comment on column auth.ending.at is 'when';

create or replace function auth.drop_session_role() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not auth_gate.end_session(old.role_name) then
    raise lock_not_available using
      message = 'the session could not be ended: its own programs hold its role', hint = 'Try again.';
  end if;
  insert into auth.ending default values;
  return null;
end $$;

create or replace function auth.end_sessions_of(collaborator int) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  -- Cut first: an open transaction of theirs could hold this back by its locks. So could a login that was begun and left
  -- open; committed later, it would even bring a session back.
  perform auth_gate.terminate_logins('auth.session');
  perform auth_gate.terminate(s.role_name) from auth.session s where s.collaborator_id = end_sessions_of.collaborator;
  delete from auth.session s where s.collaborator_id = end_sessions_of.collaborator;
  insert into auth.ending default values;
end $$;

create function auth.end_what_is_over() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  give_up timestamptz := clock_timestamp() + interval '200 ms';
  over    record;
begin
  for over in
    select s.id, s.role_name from auth.session s
     where not exists (select from auth.live_session l where l.id = s.id)
       for update of s skip locked
  loop
    if auth_gate.end_session(over.role_name, interval '20 ms') then
      delete from auth.session s where s.id = over.id;
    end if;
    exit when clock_timestamp() > give_up;
  end loop;
  -- Those that could be made while these were ended have been looked for by now.
  delete from auth.ending e where e.ctid = any (array(
    select o.ctid from auth.ending o where o.at < clock_timestamp() - interval '10 seconds' limit 1000 for update skip locked));
end $$;
comment on function auth.end_what_is_over() is
  'Ends the sessions that are not live any more. For the owner''s functions only. Waits for a lock for milliseconds only.';

create or replace function auth.sweep() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  give_up timestamptz := clock_timestamp() + interval '200 ms';
  over    name;
begin
  perform auth.end_what_is_over();
  -- Roles whose session is gone: somebody signed out, and could not drop themselves. They are powerless, so nothing hangs
  -- on it. One sweeper at a time. Not an advisory lock: those, anybody could hold.
  perform from auth.config for update skip locked;
  if not found then
    return;
  end if;
  for over in
    select r.rolname from pg_roles r, pg_database d
     where d.datname = current_database() and r.rolname ~ format('^s_%s_[0-9a-f]{32}$', d.oid)
       and not exists (select from auth.session s where s.role_name = r.rolname)
  loop
    exit when clock_timestamp() > give_up;
    perform auth_gate.end_session(over, interval '20 ms');
  end loop;
end $$;
comment on function auth.sweep() is
  'Removes what is left of sessions that are over, at every login. For the owner''s functions only. Waits for a lock for milliseconds only.';

alter function auth.cut_expired() rename to cut_ended;
create or replace function auth.cut_ended() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  pattern text;
  other   name;
begin
  if not exists (select from auth.ending) and not exists (select from auth.session s where s.expires <= clock_timestamp()) then
    return;  -- as nearly always: this is asked at every change
  end if;
  select format('^s_%s_[0-9a-f]{32}$', d.oid) into pattern from pg_database d where d.datname = current_database();
  for other in
    select distinct c.role_name from auth_gate.connected() c
     where c.role_name is null
        or c.role_name ~ pattern and not exists (select from auth.live_session l where l.role_name = c.role_name)
  loop
    if other is null then
      perform auth_gate.terminate_gone();
    else
      perform auth_gate.terminate(other);
    end if;
  end loop;
  -- What is not live any more may not connect any more.
  if not current_setting('transaction_read_only')::bool
     and (exists (select from auth.ending e where e.at < clock_timestamp() - interval '10 seconds')
          or exists (select from auth.session s where not exists (select from auth.live_session l where l.id = s.id)))
  then
    begin
      perform auth.end_what_is_over();
    exception when serialization_failure or lock_not_available or deadlock_detected then
      null;  -- somebody else is at it
    end;
  end if;
end $$;
comment on function auth.cut_ended() is
  'Cuts the connections that have no live session: expired, ended, or made while their session was being ended. Called at every change before it is committed, at every login, and by the shell. Safe as a definer function: takes nothing, touches only what is over.';
grant execute on function auth.cut_ended() to epic_app;

-- Asked by every shell that starts, in epic.catalog(): whoever works with one also looks after what is over.
create or replace function epic.me() returns jsonb
language plpgsql volatile security invoker set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.cut_ended();
  return (
    select jsonb_build_object('id', p.id, 'email', p.email, 'full_name', p.full_name, 'role', p.role,
                              'expires', auth.expires())
      from crm.collaborators p where p.id = auth.uid());
end $$;

-- As in V6, but for what is cut.
create or replace function audit.record() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
declare
  me        int := auth.uid();
  label     uuid := audit.run();
  generated text[] := array(
    select a.attname::text from pg_attribute a where a.attrelid = tg_relid and a.attgenerated <> '');
begin
  perform auth.require_session();
  perform auth.cut_ended();

  case tg_op
  when 'INSERT' then
    insert into audit.log (uid, run, table_name, action, row_id, new)
    select me, label, tg_table_name, 'insert', n.id, to_jsonb(n) - generated from new_rows n;
  when 'DELETE' then
    insert into audit.log (uid, run, table_name, action, row_id, old)
    select me, label, tg_table_name, 'delete', o.id, to_jsonb(o) - generated from old_rows o;
  when 'UPDATE' then
    insert into audit.log (uid, run, table_name, action, row_id, old, new)
    select me, label, tg_table_name, 'update', n.id, changed.old, changed.new
      from new_rows n
      join old_rows o on o.id = n.id,
           lateral (
             select jsonb_object_agg(b.key, a.value), jsonb_object_agg(b.key, b.value)
               from jsonb_each(to_jsonb(o) - generated) a
               join jsonb_each(to_jsonb(n) - generated) b on b.key = a.key
              where a.value <> b.value) changed(old, new)
     where changed.new is not null;  -- an update that changes nothing is not written down
  end case;
  return null;
end $$;

------------------------------------------------------------------------------------------------------------
-- Signing in
------------------------------------------------------------------------------------------------------------

alter table auth.config
  add column max_connections int not null default 16,
  add constraint "a collaborator has some connections" check (max_connections > 0);
comment on column auth.config.max_connections is
  'connections that the sessions of one collaborator share; each has eight at most, and two at least';
comment on constraint "a collaborator has some connections" on auth.config is 'With 0, nobody could work.';

-- One statement for all, which reads every password's row whoever is asked for: what it reads and how long that takes
-- tells nothing.
create or replace function auth.salt(email text, out salt bytea, out argon text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  address text := lower(left(email, 320));
begin
  -- A stranger has the parameters of one of the staff, always the same: otherwise old parameters would tell who has an
  -- account, until all are renewed.
  select case when c.is_asked then c.salt
              else substr(sha256(k.salt_key || sha256(k.salt_key || convert_to(address, 'UTF8'))), 1, 16) end,
         coalesce(c.argon, s.argon)
    into salt, argon
    from auth.key k cross join auth.config s
    left join lateral (
      select p.email = address as is_asked, c.salt, c.argon
        from auth.credential c left join crm.collaborators p on p.id = c.collaborator_id
       order by (p.email = address) is true desc,
                sha256(k.salt_key || convert_to(address, 'UTF8') || int4send(c.collaborator_id))
       limit 1) c on true;
end $$;

-- As in V3, but that it cuts, and that it keeps the table small for an address that somebody has, too.
create or replace function auth.attempt(email text, key bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  settings   auth.config;
  address    text := lower(left(email, 320));
  account_id bytea := sha256(convert_to(coalesce(address, ''), 'UTF8'));
  attempt_id uuid := gen_random_uuid();
  known_id   int := (select p.id from crm.collaborators p where p.email = address);
begin
  if key is null or length(key) <> 32 then
    raise invalid_parameter_value using message = 'a login key has 32 bytes';
  end if;
  select * into settings from auth.config;
  perform auth.cut_ended();

  -- One attempt per transaction: a login needs no more, and a flood has to commit each one.
  if exists (select from auth.attempt a where a.transaction = pg_current_xact_id()) then
    raise object_not_in_prerequisite_state using message = 'commit the first attempt before another one';
  end if;

  -- Keep the table small. What another transaction holds is skipped: nobody can make others wait here. (An
  -- array rather than `in`: it is made once, whatever the planner thinks of the size of the table.)
  delete from auth.attempt a where a.id = any (array(
    select o.id from auth.attempt o where o.at < clock_timestamp() - settings.attempt_window
     order by o.at limit 100 for update skip locked));
  delete from auth.attempt a where a.id = any (array(
    select o.id from auth.attempt o where o.collaborator_id is null
     order by o.at desc offset settings.max_strangers limit 100 for update skip locked));

  -- An account that rests gets an id like any other; there is just nothing behind it. auth.judge() is what
  -- counts; the multiple leaves room for several right logins at once.
  if (select count(*) from auth.attempt a
       where a.account = account_id and a.at > clock_timestamp() - settings.attempt_window)
     < 4 * settings.max_attempts
  then
    insert into auth.attempt (id, account, collaborator_id, guess)
    values (attempt_id, account_id, known_id, sha256(key));
  end if;
  return attempt_id;
end $$;

-- As in V3, but for connections.
create or replace function auth.token(attempt uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  who      record;
  settings auth.config;
  session  uuid := gen_random_uuid();
  expiry   timestamptz;
  jwt      text;
  taken    int;
begin
  select p.id, p.email, p.role, p.active, c.epoch into who
    from crm.collaborators p join auth.credential c on c.collaborator_id = p.id
   where p.id = (select auth.judge(token.attempt));
  if not found then
    return null;
  end if;
  -- Told to those who proved the password, and to nobody else. (This also takes back that the attempt was used.)
  if not who.active then
    raise invalid_authorization_specification using
      message = 'this account is deactivated', hint = 'Ask an admin to activate it.';
  end if;
  select * into settings from auth.config;
  perform auth.cut_ended();
  perform auth.sweep();

  -- One session too many ends the oldest.
  delete from auth.session s where s.id = any (array(
    select o.id from auth.session o where o.collaborator_id = who.id
     order by o.started desc offset settings.max_sessions - 1 for update skip locked));

  expiry := date_trunc('second', clock_timestamp() + settings.ttl);
  jwt := auth.sign(jsonb_build_object(
    'sub', who.id::text, 'email', who.email, 'role', who.role,
    'iat', floor(extract(epoch from clock_timestamp()))::bigint,
    'exp', extract(epoch from expiry)::bigint,
    'jti', session, 'db_role', auth_gate.session_role(session)));
  -- Connections are one's own to share out: the first sessions have eight, further ones what is left, but two.
  select coalesce(sum(r.rolconnlimit), 0) into taken
    from auth.session s join pg_roles r on r.rolname = s.role_name where s.collaborator_id = who.id;
  insert into auth.session (id, role_name, collaborator_id, epoch, expires) values
    (session,
     auth_gate.open_session(session, jwt, expiry, ('epic_' || who.role)::name,
                            greatest(2, least(8, settings.max_connections - taken))),
     who.id, who.epoch, expiry);
  return jwt;
end $$;
