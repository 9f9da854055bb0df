-- The roles of the cluster. Roles belong to the whole cluster, not to one database, so this file may run
-- anywhere in it, by a superuser or by a user with CREATEROLE and CREATEDB. Running it again changes nothing.
--
--   epic_owner       owns the schemas and runs the migrations. Nobody signs in as it: the installer takes it
--                    by `set role epic_owner`
--   epic_login       signs in to sign in: it may execute the login functions and nothing else. Its password
--                    is public among staff, and is set by `epic db init`, not here
--   epic_gate        creates and drops the roles of sessions; owns the schema auth_gate alone
--   epic_session     may look into the schemas. Every session is a member, directly and not by its trade: so the
--                    name of a trade alone, taken by `set role`, opens nothing once the session is over
--   epic_app         what every session may do
--   epic_admin, epic_commercial, epic_support
--                    what each trade may do on top of that
--
-- Two kinds carry the oid of a database in their name, since roles are shared by all databases of a cluster and
-- sessions are not; 02_database.sql says more:
--
--   epic_db_<oid>    may connect to that database; every session of it is a member
--   s_<oid>_<id>     one for each session, created at login and dropped at its end

set client_min_messages = warning;  -- "is already a member" is no news here

-- Two installers at once would trip over each other's rows in pg_authid: the second one waits.
do $$
begin
  perform pg_advisory_xact_lock(hashtext('epic roles'));
exception when insufficient_privilege then
  null;  -- a hardened database lets only superusers and the owner wait here
end $$;

do $$
declare
  role_name name;
begin
  foreach role_name in array
    '{epic_owner, epic_login, epic_gate, epic_session, epic_app, epic_admin, epic_commercial, epic_support}'::name[]
  loop
    begin
      if to_regrole(role_name::text) is null then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null;  -- somebody else just created it
    end;
  end loop;
end $$;

-- Who may not create databases may not take that right away either (16 and later): so only where there is one to take.
do $$
declare
  too_mighty name;
begin
  for too_mighty in
    select r.rolname from pg_roles r
     where r.rolcreatedb
       and r.rolname in ('epic_owner', 'epic_login', 'epic_session', 'epic_app', 'epic_admin', 'epic_commercial', 'epic_support')
  loop
    execute format('alter role %I nocreatedb', too_mighty);
  end loop;
end $$;

alter role epic_owner nocreaterole;
alter role epic_login login noinherit nocreaterole;
-- Its password is public: the other three quarters are left to those who are signed in, and to the administrators.
do $$
begin
  execute format('alter role epic_login connection limit %s', greatest(5, current_setting('max_connections')::int / 4));
end $$;
alter role epic_gate  nologin createrole;

-- A member may take its group's name and leave settings or a password on it, and whoever knows the password of
-- epic_login may leave settings on that. Neither gives them anything; this puts it right again.
alter role epic_login      reset all;
alter role epic_session    reset all;
alter role epic_app        reset all;
alter role epic_admin      reset all;
alter role epic_commercial reset all;
alter role epic_support    reset all;
alter role epic_session    nologin nocreaterole password null;
alter role epic_app        nologin nocreaterole password null;
alter role epic_admin      nologin nocreaterole password null;
alter role epic_commercial nologin nocreaterole password null;
alter role epic_support    nologin nocreaterole password null;

-- Each trade can do what everybody can. The gate puts sessions into trades, and cuts their connections.
grant epic_app to epic_admin, epic_commercial, epic_support;
grant epic_session, epic_admin, epic_commercial, epic_support to epic_gate with admin option;

-- Up to version 15 the gate may cut every connection but those of superusers. From 16 on only a superuser could give it
-- that right; there it cuts those whose role it is a member of: epic_login, and each session's (02_database.sql).
do $$
begin
  if current_setting('server_version_num')::int < 160000 then
    grant pg_signal_backend to epic_gate;
  else
    execute 'grant epic_login to epic_gate with inherit true, set false';
  end if;
end $$;

-- Since when a transaction is open: of sessions it can be read by their members, of others (an installer who holds a
-- lock) with this. Without it, it is only said for whom one waits.
do $$
begin
  grant pg_read_all_stats to epic_gate;
exception when insufficient_privilege then
  null;
end $$;

-- An installer who is not a superuser must be a member of epic_owner, to act as it. From 16 on it is said how: there is
-- such a grant already, by the creation of the role, and what it allows depends on createrole_self_grant.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) and current_user <> 'epic_owner' then
    execute format('grant epic_owner to %I %s', current_user,
                   case when current_setting('server_version_num')::int >= 160000 then 'with inherit true, set true' end);
  end if;
end $$;

comment on role epic_owner      is 'Epic Events: owns the schemas; taken by `set role`, for migrations';
comment on role epic_login      is 'Epic Events: may only execute the login functions; its password is public among staff';
comment on role epic_gate       is 'Epic Events: creates and drops the roles of sessions';
comment on role epic_session    is 'Epic Events: may look into the schemas, as long as a session lasts';
comment on role epic_app        is 'Epic Events: what every session may do';
comment on role epic_admin      is 'Epic Events: what administrators may do besides';
comment on role epic_commercial is 'Epic Events: what commercial staff may do besides';
comment on role epic_support    is 'Epic Events: what support staff may do besides';

reset client_min_messages;
