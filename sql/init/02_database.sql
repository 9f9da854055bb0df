-- Inside the application's database, whatever its name: who may connect, and the schema auth_gate. Runs after
-- 01_roles.sql, by the same installer, once the database exists (its owner is epic_owner). Running it again
-- changes nothing; run it again after `create database … template`, which does not copy what is set here.

------------------------------------------------------------------------------------------------------------
-- Who may connect
------------------------------------------------------------------------------------------------------------

-- Revoking everything from PUBLIC removes CONNECT and TEMP. Without TEMP nobody can put a table of their own
-- in front of ours. The right to connect is given to a group of this database alone: the trades are shared by
-- all databases of the cluster, and a session of a demo database must not read the real one beside it.
do $$
declare
  this       name := current_database();
  group_name name := (select 'epic_db_' || d.oid from pg_database d where d.datname = this);
begin
  if to_regrole(group_name::text) is null then
    execute format('create role %I nologin', group_name);
    execute format('grant %I to epic_gate with admin option', group_name);
  end if;
  execute format('comment on role %I is %L', group_name, 'Epic Events: may connect to database ' || this);
  execute format('revoke all on database %I from public', this);
  execute format('grant connect, create on database %I to epic_owner', this);
  execute format('grant connect on database %I to epic_login, %I', this, group_name);
  execute format('alter database %I set search_path = crm', this);
end $$;

-- The shared role and the groups carry no settings of their own here either (01_roles.sql says why).
do $$
declare
  role_name name;
begin
  foreach role_name in array '{epic_login, epic_session, epic_app, epic_admin, epic_commercial, epic_support}'::name[] loop
    execute format('alter role %I in database %I reset all', role_name, current_database());
  end loop;
end $$;

-- Signing in takes milliseconds and no memory. Whoever holds the password may set these to other values in a connection
-- of their own, but for the last one, below.
do $$
begin
  execute format('alter role epic_login in database %I set statement_timeout = %L', current_database(), '30s');
  execute format('alter role epic_login in database %I set work_mem = %L', current_database(), '1MB');
  execute format('alter role epic_login in database %I set max_parallel_workers_per_gather = 0', current_database());
end $$;

set client_min_messages = error;  -- who may not, is told below
revoke all on schema public from public;
grant usage on schema public to epic_owner, epic_app;
reset client_min_messages;

-- Up to version 14 the schema belongs to the superuser who made the cluster, and everybody may create things in it.
do $$
begin
  if has_schema_privilege('public', 'public', 'create') or not has_schema_privilege('epic_app', 'public', 'usage') then
    raise insufficient_privilege using
      message = format('schema public of database "%s" is open to everybody, and %I may not close it', current_database(), current_user),
      hint = format('Have a superuser do this in that database, and try again: alter schema public owner to %I', current_user);
  end if;
end $$;

set client_min_messages = warning;  -- "already exists" is no news here
-- Trigrams: `like '%part%'` on names and companies at the speed of an index.
create extension if not exists pg_trgm with schema public;
create schema if not exists epic authorization epic_owner;
reset client_min_messages;

-- Sessions have no business in the maintenance databases, where they could leave objects that keep their role
-- from being dropped.
do $$
declare
  d record;
begin
  for d in
    select datname, datdba from pg_database
     where datname in ('postgres', 'template1') and has_database_privilege('public', oid, 'connect')
  loop
    if pg_has_role(current_user, d.datdba, 'usage') then
      execute format('revoke connect, temporary on database %I from public', d.datname);
    else
      raise notice 'everybody may still connect to database "%": its owner can change that by `revoke connect on database % from public`',
        d.datname, quote_ident(d.datname);
    end if;
  end loop;
exception when others then
  raise notice 'the maintenance databases were left as they are: %', sqlerrm;
end $$;

------------------------------------------------------------------------------------------------------------
-- What only a superuser can take away
------------------------------------------------------------------------------------------------------------

-- A login key travels as a parameter, and parameters can stand in the server's log. No session can change this.
do $$
begin
  execute format('alter database %I set log_parameter_max_length = 0', current_database());
  execute format('alter database %I set log_parameter_max_length_on_error = 0', current_database());
exception when insufficient_privilege then
  raise notice 'not a superuser: keep log_parameter_max_length = 0 on this server, or do not log statements';
end $$;

-- Sorting and joining write files when memory does not suffice. Nobody fills the disk with them: so much at a time for
-- each process, and nearly nothing for those who only sign in.
do $$
begin
  execute format('alter database %I set temp_file_limit = %L', current_database(), '2GB');
  execute format('alter role epic_login in database %I set temp_file_limit = %L', current_database(), '1MB');
exception when insufficient_privilege then
  raise notice 'not a superuser: set temp_file_limit for the whole server, or anybody can fill its disk by sorting';
end $$;

-- Where PostgreSQL can keep connections for some (16 and later), those are the administrators'.
do $$
begin
  if to_regrole('pg_use_reserved_connections') is not null then
    grant pg_use_reserved_connections to epic_admin;
  end if;
exception when insufficient_privilege then
  null;
end $$;

-- What any session could fill, use up or listen to. The owner keeps it.
--   locks, queues, storage       advisory locks, notifications, large objects
--   the log and transaction ids  messages in the write-ahead log, 200,000 transactions a second; files of snapshots
--   what functions did           counts of this transaction, which tell a known e-mail from an unknown one in auth.salt()
do $$
declare
  f regprocedure;
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    raise notice 'not a superuser: sessions keep advisory locks, notifications, large objects, messages in the write-ahead log, exported snapshots, statistics of their own transaction and `do`';
    return;
  end if;
  for f in
    select p.oid from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace
       and (p.proname ~ '^pg_(try_)?advisory_(xact_)?lock(_shared)?$'
            or p.proname ~ '^pg_stat_get_xact_'
            or p.proname in ('pg_notify', 'lo_create', 'lo_creat', 'lo_from_bytea',
                             'pg_logical_emit_message', 'pg_export_snapshot'))
       and has_function_privilege('public', p.oid, 'execute')
  loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to epic_owner', f);
  end loop;
  -- A block of code can begin, by its handlers of exceptions, a transaction per turn of a loop, in one statement. Calling
  -- functions that are there needs no right to their language.
  revoke usage on language plpgsql from public;
  grant usage on language plpgsql to epic_owner, epic_gate;
end $$;

------------------------------------------------------------------------------------------------------------
-- auth_gate: the only code that creates and drops roles
------------------------------------------------------------------------------------------------------------

-- Creating roles takes CREATEROLE, which is a lot of power. It is given to epic_gate, which nobody can sign in
-- as, and which lends it out through the functions below: each refuses any name but that of a session of this
-- very database. Only the owner's functions (schema auth) may call them.

-- Whoever is not a superuser joins epic_gate to write them, and leaves at the end of this file. From 16 on it is said how
-- (01_roles.sql).
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant epic_gate to %I %s', current_user,
                   case when current_setting('server_version_num')::int >= 160000 then 'with inherit true, set true' end);
  end if;
end $$;

-- From 16 on, power over a role is the ADMIN option on it, which its creator has. Sessions that an older server opened
-- (pg_upgrade) have none: the gate gets it from an installer who has it.
do $$
declare
  open_one name;
begin
  for open_one in
    select r.rolname from pg_roles r join pg_database d on d.datname = current_database()
     where r.rolname ~ format('^s_%s_[0-9a-f]{32}$', d.oid) and current_setting('server_version_num')::int >= 160000
       and not pg_has_role('epic_gate', r.oid, 'member with admin option')
  loop
    execute format('grant %I to epic_gate with admin option', open_one);
  end loop;
end $$;

set client_min_messages = warning;
create schema if not exists auth_gate authorization epic_gate;
reset client_min_messages;
set role epic_gate;
alter default privileges revoke execute on functions from public;

comment on schema auth_gate is 'creates and drops the roles of sessions; only for the functions of schema auth';

create or replace function auth_gate.session_role(session uuid) returns name
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select format('s_%s_%s', d.oid, replace(session::text, '-', ''))::name
    from pg_database d where d.datname = current_database()
$$;
comment on function auth_gate.session_role(uuid) is
  'The role of a session: s_, the oid of this database, the id of the token. Roles are shared by all databases of a cluster, sessions are not: the oid keeps two databases from ending each other''s sessions.';

create or replace function auth_gate.is_ours(role_name name) returns bool
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select role_name ~ format('^s_%s_[0-9a-f]{32}$', d.oid)
    from pg_database d where d.datname = current_database()
$$;
comment on function auth_gate.is_ours(name) is 'Is this the role of a session of this database?';

create or replace function auth_gate.database_group() returns name
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select r.rolname from pg_roles r, pg_database d
   where d.datname = current_database() and r.rolname = 'epic_db_' || d.oid
$$;
comment on function auth_gate.database_group() is
  'The group that may connect to this database; null in a copy of a database where this file has not run yet.';

create or replace function auth_gate.hmac_sha256(key bytea, message bytea) returns bytea
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
declare
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
begin
  for i in 0 .. length(key) - 1 loop
    inner_pad := set_byte(inner_pad, i, get_byte(key, i) # 54);  -- 0x36
    outer_pad := set_byte(outer_pad, i, get_byte(key, i) # 92);  -- 0x5c
  end loop;
  return sha256(outer_pad || sha256(inner_pad || message));
end $$;
comment on function auth_gate.hmac_sha256(bytea, bytea) is
  'HMAC-SHA256 (RFC 2104) for keys of at most 64 bytes, which all of ours are.';

create or replace function auth_gate.join_session(session_role name) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not auth_gate.is_ours(session_role) or pg_has_role(session_role, 'usage') then
    return;
  end if;
  execute format('grant %I to epic_gate %s', session_role,
                 case when current_setting('server_version_num')::int >= 160000 then 'with inherit true, set false' end);
end $$;
comment on function auth_gate.join_session(name) is
  'Makes epic_gate a member of a session''s role: to drop what it owns, and from PostgreSQL 16 on to cut its connections. Safe as a definer function: only roles of this database''s own sessions, which have no rights but those of their groups.';

create or replace function auth_gate.make_way() returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select count(pg_terminate_backend(a.pid))::int
    from pg_locks l join pg_stat_get_activity(null) a on a.pid = l.pid join pg_roles r on r.oid = a.usesysid
   where l.locktype = 'object' and l.classid = 'pg_authid'::regclass and l.granted and l.pid <> pg_backend_pid()
     and l.mode = 'ShareUpdateExclusiveLock' and l.objid in (select g.oid from pg_roles g where g.rolname ~ '^epic_')
     and a.wait_event_type is distinct from 'Lock'  -- who waits in turn is not the one to wait for
     and (r.rolname = 'epic_login'
          and (a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - interval '1 second'
               or a.xact_start < clock_timestamp() - interval '5 seconds')
          or r.rolname ~ '^s_[0-9]+_[0-9a-f]{32}$'
          and (a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - interval '2 seconds'
               or a.xact_start < clock_timestamp() - interval '10 seconds'))
$$;
comment on function auth_gate.make_way() is
  'From PostgreSQL 16 on, who changes the members of a group holds it until their transaction ends, in all databases of the cluster. Cuts logins in a transaction that was left open (idle for a second, or begun five seconds ago), and sessions that ended others in one (two, or ten). Safe as a definer function: touches nobody else.';

drop function if exists auth_gate.open_session(uuid, text, timestamptz, name);
create or replace function auth_gate.open_session(session uuid, token text, expires timestamptz, member_of name,
                                                  connections int default 8)
returns name
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set datestyle = 'ISO' set lock_timeout = '200ms'
as $$
declare
  give_up  timestamptz := clock_timestamp() + interval '15 seconds';
  session_role name := auth_gate.session_role(session);
  password bytea := convert_to(encode(sha256(convert_to('db:' || token, 'UTF8')), 'hex'), 'UTF8');
  salt     bytea := substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16);
  salted   bytea := auth_gate.hmac_sha256(password, salt || decode('00000001', 'hex'));
  verifier text := 'SCRAM-SHA-256$1:' || encode(salt, 'base64')
                   || '$' || encode(sha256(auth_gate.hmac_sha256(salted, 'Client Key')), 'base64')
                   || ':' || encode(auth_gate.hmac_sha256(salted, 'Server Key'), 'base64');
begin
  if member_of not in ('epic_admin', 'epic_commercial', 'epic_support') then
    raise invalid_parameter_value using message = format('%s is not the group of a trade', member_of);
  end if;
  if auth_gate.database_group() is null then
    raise object_not_in_prerequisite_state using
      message = 'this database is a copy that was not set up yet', hint = 'Set it up: epic db init';
  end if;
  if connections not between 1 and 8 then
    raise invalid_parameter_value using message = 'a session has from 1 to 8 connections';
  end if;
  loop
    begin
      execute format('create role %I login inherit connection limit %s valid until %L password %L in role %I, %I, epic_session',
                     session_role, connections, expires, verifier, member_of, auth_gate.database_group());
      exit;
    exception when lock_not_available then
      if clock_timestamp() > give_up then
        raise;
      end if;
      perform auth_gate.make_way();
    end;
  end loop;
  if current_setting('server_version_num')::int >= 160000 then
    perform auth_gate.join_session(session_role);
  end if;
  return session_role;
end $$;
comment on function auth_gate.open_session(uuid, text, timestamptz, name, int) is
  'Creates the role of a session. Its password is hex(sha256(''db:'' || token)), so that the token alone connects. Only the SCRAM verifier of it stands in the statement, which a log may keep; one iteration is enough, since the token has 256 secret bits. Safe as a definer function: the name is computed here, and only the three trades can be joined.';

create or replace function auth_gate.terminate(session_role name) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if current_setting('server_version_num')::int >= 160000 then
    perform auth_gate.join_session(session_role);
  end if;
  -- Who is connected is read once in a transaction: what was read before may be old.
  perform pg_stat_clear_snapshot();
  return (
    select count(pg_terminate_backend(a.pid)) from pg_stat_get_activity(null) a
     where auth_gate.is_ours(session_role) and pg_get_userbyid(a.usesysid) = session_role and a.pid <> pg_backend_pid());
end $$;
comment on function auth_gate.terminate(name) is
  'Cuts the connections of a session, except the one that asks. Takes effect at once, even if the transaction is rolled back. Safe as a definer function: only connections of this database''s own sessions.';

-- What a snapshot shows may be older than a connection: by it, a session that was just opened would look like one whose
-- role is gone. So a role that the snapshot does not know is looked for in the system's cache, which is always fresh.
create or replace function auth_gate.connected() returns table (role_name name)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_stat_clear_snapshot();
  return query
    select r.rolname from pg_stat_get_activity(null) a left join pg_roles r on r.oid = a.usesysid
     where a.datid = (select d.oid from pg_database d where d.datname = current_database())
       and a.usesysid is not null and a.pid <> pg_backend_pid()
       and (r.oid is not null or pg_get_userbyid(a.usesysid) = format('unknown (OID=%s)', a.usesysid));
end $$;
comment on function auth_gate.connected() is
  'The roles that are connected to this database; null for one that was dropped meanwhile. Safe as a definer function: tells what every role may see.';

create or replace function auth_gate.terminate_gone() returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_has_role('pg_signal_backend', 'usage') then
    return 0;  -- there are none: a role is dropped when nobody can be signing in as it any more
  end if;
  perform pg_stat_clear_snapshot();
  return (
    select count(pg_terminate_backend(a.pid)) from pg_stat_get_activity(null) a
     where a.datid = (select d.oid from pg_database d where d.datname = current_database())
       and pg_get_userbyid(a.usesysid) = format('unknown (OID=%s)', a.usesysid) and a.pid <> pg_backend_pid());
end $$;
comment on function auth_gate.terminate_gone() is
  'Cuts connections to this database whose role was dropped: older versions of these functions left such, and whoever drops roles by hand. Safe as a definer function: such a role has no rights that could be missed.';

create or replace function auth_gate.terminate_logins(busy_with regclass) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select count(pg_terminate_backend(l.pid))::int from pg_locks l
   where l.relation = busy_with and l.mode = 'RowExclusiveLock' and l.pid <> pg_backend_pid()
     and l.database = (select d.oid from pg_database d where d.datname = current_database())
     and exists (select from pg_stat_get_activity(l.pid) a where pg_get_userbyid(a.usesysid) = 'epic_login')
$$;
comment on function auth_gate.terminate_logins(regclass) is
  'Cuts logins that have written to a table and not committed yet. Safe as a definer function: only connections of epic_login to this database; a login can be repeated.';

create or replace function auth_gate.terminate_left_open(holding regclass) returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select count(pg_terminate_backend(a.pid))::int from pg_locks l join pg_stat_get_activity(null) a on a.pid = l.pid
   where l.relation = holding and l.mode = 'RowShareLock' and l.pid <> pg_backend_pid()
     and l.database = (select d.oid from pg_database d where d.datname = current_database())
     and auth_gate.is_ours(pg_get_userbyid(a.usesysid))
     and (a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - interval '2 seconds'
          or a.xact_start < clock_timestamp() - interval '10 seconds')
$$;
comment on function auth_gate.terminate_left_open(regclass) is
  'Cuts sessions that refer to rows of a table in a transaction that was left open: idle for two seconds, or begun ten seconds ago. Safe as a definer function: only connections of this database''s own sessions.';

create or replace function auth_gate.holders(waiter name)
returns table (waiting int, role_name name, application text, since timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_stat_clear_snapshot();
  return query
    select w.pid, pg_get_userbyid(h.usesysid), h.application_name, h.xact_start
      from pg_stat_get_activity(null) w
     cross join unnest(pg_blocking_pids(w.pid)) as blocking(pid)
      join pg_stat_get_activity(null) h on h.pid = blocking.pid
     where pg_get_userbyid(w.usesysid) = waiter and w.wait_event_type = 'Lock';
end $$;
comment on function auth_gate.holders(name) is
  'Who holds what a role waits for, and since when. Safe as a definer function: tells of those who are in the way alone, and nothing of what they do.';

create or replace function auth_gate.drop_session(session_role name) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set client_min_messages = error set lock_timeout = '10ms'
as $$
begin
  -- The end of a session stands in its role. So long ago, and in another transaction: nobody can be signing in any more,
  -- and no connection is left whose role nobody knows.
  if not auth_gate.is_ours(session_role)
     or not exists (select from pg_roles r where r.rolname = session_role and not r.rolcanlogin
                       and r.rolvaliduntil < least(now(), clock_timestamp() - interval '10 seconds'))
  then
    return;
  end if;
  perform auth_gate.terminate(session_role);
  -- A session may try to make itself undroppable (large objects, default privileges, locks).
  perform auth_gate.join_session(session_role);
  execute format('drop owned by %I', session_role);
  execute format('drop role %I', session_role);
exception when dependent_objects_still_exist or undefined_object or object_in_use or internal_error
            or lock_not_available or deadlock_detected then
  null;  -- powerless already; the next login tries again
end $$;
comment on function auth_gate.drop_session(name) is
  'Drops the role of a session that ended ten seconds ago or earlier. Safe as a definer function: only roles of this database''s own sessions that are over.';

drop function if exists auth_gate.end_session(name);
create or replace function auth_gate.end_session(session_role name, patience interval default '2 seconds') returns bool
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set client_min_messages = error set lock_timeout = '100ms'
set timezone = 'UTC' set datestyle = 'ISO'
as $$
declare
  give_up timestamptz := clock_timestamp() + patience;
  joined  name;
begin
  if not auth_gate.is_ours(session_role) or to_regrole(session_role::text) is null then
    return true;
  end if;
  if patience < interval '100 ms' then
    set local lock_timeout = '10ms';  -- till the end of this function
  end if;
  if exists (select from pg_roles r where r.rolname = session_role and not r.rolcanlogin and r.rolvaliduntil <= clock_timestamp())
  then
    perform auth_gate.drop_session(session_role);
    return true;
  end if;
  -- Cut first: a transaction of the session may hold its own role (`alter role … password`), and everybody would wait.
  -- Until all of this is committed it can reconnect, and hold it again: then it is cut again.
  loop
    begin
      perform auth_gate.terminate(session_role);
      execute format('alter role %I nologin valid until %L', session_role, clock_timestamp());
      -- Without its groups a session may do nothing, at once, even in a transaction that is already open. All of them:
      -- a colleague may have lent it the role of a session of their own.
      for joined in
        select g.rolname from pg_auth_members m join pg_roles g on g.oid = m.roleid
         where m.member = to_regrole(session_role::text)
      loop
        execute format('revoke %I from %I', joined, session_role);
      end loop;
      exit;
    exception when lock_not_available or deadlock_detected or internal_error then
      if clock_timestamp() > give_up then
        return false;
      end if;
      perform auth_gate.make_way();
    end;
  end loop;
  perform auth_gate.terminate(session_role);
  return true;
end $$;
comment on function auth_gate.end_session(name, interval) is
  'Ends a session: cuts its connections and takes its rights; asked again ten seconds later, drops its role. False when somebody holds its role for as long as that is tried. Safe as a definer function: only roles of this database''s own sessions.';

-- A database that was dropped leaves its roles behind. They belong to nobody any more, and who made them may drop them.
do $$
declare
  stray name;
begin
  for stray in
    select r.rolname from pg_roles r
     where r.rolname ~ '^(s_[0-9]{1,10}_[0-9a-f]{32}|epic_db_[0-9]{1,10})$'
       and not exists (select from pg_database d where d.oid::text = substring(r.rolname from '^(?:s|epic_db)_([0-9]+)'))
  loop
    begin
      execute format('drop role %I', stray);
    exception when others then
      null;  -- another installer was faster, or the role left something in another database
    end;
  end loop;
end $$;

-- Sessions that are open go on: those of older versions of this file get what new ones have.
do $$
declare
  open_one name;
begin
  for open_one in
    select r.rolname from pg_roles r where auth_gate.is_ours(r.rolname) and r.rolcanlogin
  loop
    if not pg_has_role(open_one, 'epic_session', 'member') then
      execute format('grant epic_session to %I', open_one);
    end if;
    if current_setting('server_version_num')::int >= 160000 then
      perform auth_gate.join_session(open_one);
    end if;
  end loop;
end $$;

revoke execute on all functions in schema auth_gate from public;
grant usage on schema auth_gate to epic_owner;
grant execute on all functions in schema auth_gate to epic_owner;
reset role;

do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('revoke epic_gate from %I', current_user);
  end if;
end $$;
