-- Who is asking? Identity is `session_user`, the role that this connection signed in as, and nothing else: it is
-- the one thing that no statement can change. Each session has a role of its own (see sql/init/02_database.sql)
-- and a row in auth.session that says whose it is.
--
-- Every function of this schema that is SECURITY DEFINER runs with the owner's rights. Each therefore pins its
-- search_path, names every object in full, and says in its comment why it is safe to call.

create schema auth;
comment on schema auth is 'who is asking, login, passwords, sessions; nobody reads its tables';

------------------------------------------------------------------------------------------------------------
-- What is stored
------------------------------------------------------------------------------------------------------------

create table auth.config (
  only_row         bool not null default true,
  ttl              interval not null default '8 hours',
  max_sessions     int not null default 10,
  max_attempts     int not null default 5,
  attempt_window   interval not null default '15 minutes',
  attempt_lifetime interval not null default '30 seconds',
  max_strangers    int not null default 1000,
  argon            text not null default 'm=19456,t=2,p=1',

  constraint "the settings are one row" primary key (only_row),
  constraint "the row of settings is the only one" check (only_row),
  constraint "a session lasts from a second to a year" check (ttl between interval '1 second' and interval '1 year'),
  constraint "the limits of login are positive" check (max_sessions > 0 and max_attempts > 0 and max_strangers > 0),
  constraint "the times of login are positive" check (least(attempt_window, attempt_lifetime) > interval '0'),
  constraint "argon2id parameters read like m=19456,t=2,p=1" check (argon ~ '^m=[0-9]{4,7},t=[0-9]{1,3},p=[0-9]{1,2}$')
);
comment on table auth.config is 'how long sessions last, and how guessing passwords is limited';
comment on column auth.config.only_row is 'always true: there is one row';
comment on column auth.config.ttl is 'how long a session lasts';
comment on column auth.config.max_sessions is 'open sessions per collaborator; one more ends the oldest';
comment on column auth.config.max_attempts is 'wrong passwords after which an account rests';
comment on column auth.config.attempt_window is 'how long it rests';
comment on column auth.config.attempt_lifetime is 'how long an attempt may wait for its answer';
comment on column auth.config.max_strangers is 'attempts kept for addresses that nobody has, against floods';
comment on column auth.config.argon is 'argon2id parameters for passwords to come; stronger ones also replace older ones, each at the next login';
comment on constraint "the settings are one row" on auth.config is 'Update the row that is there.';
comment on constraint "the row of settings is the only one" on auth.config is 'Update the row that is there.';
comment on constraint "a session lasts from a second to a year" on auth.config is 'Eight hours is a working day.';
comment on constraint "the limits of login are positive" on auth.config is 'With 0, nobody could sign in.';
comment on constraint "the times of login are positive" on auth.config is 'With 0, nobody could sign in.';
comment on constraint "argon2id parameters read like m=19456,t=2,p=1" on auth.config is
  'Memory in KiB, passes, lanes. The shell refuses less than OWASP''s minimum, which is this.';
insert into auth.config default values;

create function auth.random_bytes() returns bytea
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
             || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
$$;
comment on function auth.random_bytes() is '32 unguessable bytes: the hash of 488 bits from the system''s own source.';

create table auth.key (
  only_row  bool not null default true,
  hs256_key bytea not null default auth.random_bytes(),
  salt_key  bytea not null default auth.random_bytes(),

  constraint "the keys are one row" primary key (only_row),
  constraint "the row of keys is the only one" check (only_row),
  constraint "a key has 32 bytes" check (length(hs256_key) = 32 and length(salt_key) = 32)
);
comment on table auth.key is 'the keys of this database, made here and never shown';
comment on column auth.key.only_row is 'always true: there is one row';
comment on column auth.key.hs256_key is 'signs the tokens';
comment on column auth.key.salt_key is 'makes up a stable salt for addresses that nobody has';
comment on constraint "the keys are one row" on auth.key is 'Update the row that is there.';
comment on constraint "the row of keys is the only one" on auth.key is 'Update the row that is there.';
comment on constraint "a key has 32 bytes" on auth.key is 'Take auth.random_bytes().';
insert into auth.key default values;

create table auth.credential (
  collaborator_id int not null,
  salt            bytea not null,
  argon           text not null,
  key_hash        bytea not null,
  epoch           int not null default 1,

  constraint "each collaborator has one password" primary key (collaborator_id),
  constraint "a password belongs to a collaborator" foreign key (collaborator_id)
    references crm.collaborators (id) on delete cascade,
  constraint "a salt has from 16 to 64 bytes" check (length(salt) between 16 and 64),
  constraint "the hash of a key has 32 bytes" check (length(key_hash) = 32)
);
comment on table auth.credential is 'what proves a password, as SCRAM keeps it: neither the password nor anything to sign in with';
comment on column auth.credential.collaborator_id is 'whose it is';
comment on column auth.credential.salt is 'salt of argon2id';
comment on column auth.credential.argon is 'parameters of argon2id';
comment on column auth.credential.key_hash is 'sha256 of the key that argon2id derives from the password';
comment on column auth.credential.epoch is 'grows with each change of password, role or activity: older sessions are over';
comment on constraint "each collaborator has one password" on auth.credential is 'Change it by auth.set_password().';
comment on constraint "a password belongs to a collaborator" on auth.credential is 'Create the collaborator first.';
comment on constraint "a salt has from 16 to 64 bytes" on auth.credential is 'Take 16 random bytes.';
comment on constraint "the hash of a key has 32 bytes" on auth.credential is 'It is a sha256.';

create table auth.session (
  id              uuid not null,
  role_name       name not null,
  collaborator_id int not null,
  epoch           int not null,
  started         timestamptz not null default clock_timestamp(),
  expires         timestamptz not null,

  constraint "each session has its own token" primary key (id),
  constraint "each session has its own role" unique (role_name),
  constraint "a session belongs to a collaborator" foreign key (collaborator_id)
    references crm.collaborators (id) on delete cascade
);
create index session_collaborator on auth.session (collaborator_id);
create index session_expires on auth.session (expires);
comment on table auth.session is 'open sessions; deleting a row is ending the session';
comment on column auth.session.id is 'the id of its token (jti)';
comment on column auth.session.role_name is 'the role it connects as';
comment on column auth.session.collaborator_id is 'whose it is';
comment on column auth.session.epoch is 'the epoch of the password it was opened with';
comment on column auth.session.started is 'when it was opened';
comment on column auth.session.expires is 'when it is over';
comment on constraint "each session has its own token" on auth.session is 'Sessions are opened by auth.token() alone.';
comment on constraint "each session has its own role" on auth.session is 'Sessions are opened by auth.token() alone.';
comment on constraint "a session belongs to a collaborator" on auth.session is 'It ends when the collaborator is deleted.';

create view auth.live_session as
  select s.id, s.role_name, s.started, s.expires, p.id as collaborator_id, p.full_name, p.email, p.role
    from auth.session s
    join crm.collaborators p on p.id = s.collaborator_id
    join auth.credential c on c.collaborator_id = s.collaborator_id
   where s.expires > clock_timestamp() and p.active and c.epoch = s.epoch;
comment on view auth.live_session is
  'sessions that count: not expired (by the clock, not by the start of the transaction), of somebody active, opened with the present password and role';

------------------------------------------------------------------------------------------------------------
-- Who am I?
------------------------------------------------------------------------------------------------------------

-- Policies call these as `(select auth.uid())`: once per statement, not once per row. They are plpgsql because
-- that keeps its plan; a function in SQL would be planned again by every query.

create function auth.uid() returns int
language plpgsql stable security definer parallel safe set search_path = pg_catalog, pg_temp
as $$
begin
  return (select l.collaborator_id from auth.live_session l where l.role_name = session_user);
end $$;
comment on function auth.uid() is
  'The id of the collaborator who is asking; null without a live session. Safe as a definer function: takes nothing, tells only the caller''s own id.';

create function auth.role() returns crm.staff_role
language plpgsql stable security definer parallel safe set search_path = pg_catalog, pg_temp
as $$
begin
  return (select l.role from auth.live_session l where l.role_name = session_user);
end $$;
comment on function auth.role() is
  'The role of the collaborator who is asking; null without a live session. Safe as a definer function: takes nothing, tells only the caller''s own role.';

create function auth.expires() returns timestamptz
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select l.expires from auth.live_session l where l.role_name = session_user);
end $$;
comment on function auth.expires() is
  'When the caller''s session is over; null without a live one. Safe as a definer function: takes nothing, tells only about the caller.';

create function auth.is_owner() returns bool
language sql stable set search_path = pg_catalog, pg_temp
as $$ select pg_has_role(session_user, 'epic_owner', 'member') $$;
comment on function auth.is_owner() is
  'Is this the installer (a member of epic_owner), rather than somebody''s session?';

create function auth.is_admin_or_owner() returns bool
language sql stable set search_path = pg_catalog, pg_temp
as $$ select coalesce(auth.role() = 'admin', false) or auth.is_owner() $$;
comment on function auth.is_admin_or_owner() is 'Is this an admin''s session, or the installer?';

create function auth.require_session() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  if auth.uid() is null and not auth.is_owner() then
    raise invalid_authorization_specification using
      message = 'your session has ended', hint = 'Sign in again: epic login';
  end if;
end $$;
comment on function auth.require_session() is
  'Raises SQLSTATE 28000 unless the caller has a live session or is the installer.';

-- What a commercial creates is theirs without saying so.
alter table crm.clients alter commercial_id set default auth.uid();

------------------------------------------------------------------------------------------------------------
-- How a session ends
------------------------------------------------------------------------------------------------------------

-- Signing out, a new password, a new role, deactivation, deletion, expiry: all delete the row, and the row takes
-- the role with it.
create function auth.drop_session_role() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth_gate.end_session(old.role_name);
  return null;
end $$;
comment on function auth.drop_session_role() is
  'Ends the role of a session whose row was deleted. Safe as a definer function: a trigger on a table that nobody else can write.';

create trigger end_session after delete on auth.session
  for each row execute function auth.drop_session_role();
comment on trigger end_session on auth.session is 'Deleting a session''s row ends it.';

create function auth.end_sessions_of(collaborator int) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  -- Cut first: an open transaction of theirs could hold this back by its locks.
  perform auth_gate.terminate(s.role_name) from auth.session s where s.collaborator_id = end_sessions_of.collaborator;
  delete from auth.session s where s.collaborator_id = end_sessions_of.collaborator;
end $$;
comment on function auth.end_sessions_of(int) is 'Ends every session of a collaborator. For the owner''s functions only.';

create function auth.follow_collaborator() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.end_sessions_of(new.id);
  update auth.credential c set epoch = c.epoch + 1 where c.collaborator_id = new.id;
  return null;
end $$;
comment on function auth.follow_collaborator() is
  'Ends the sessions of somebody whose role or activity changed. Safe as a definer function: a trigger, and the change itself was allowed.';

create trigger end_sessions after update of role, active on crm.collaborators
  for each row when (old.role <> new.role or old.active <> new.active)
  execute function auth.follow_collaborator();
comment on trigger end_sessions on crm.collaborators is
  'A new role or a deactivation ends the collaborator''s sessions at once.';

create function auth.refuse_changing_oneself() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  if old.id = auth.uid() then
    raise insufficient_privilege using
      message = tg_name, constraint = tg_name, schema = tg_table_schema, table = tg_table_name,
      hint = 'Ask another admin.';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
comment on function auth.refuse_changing_oneself() is
  'Refuses a change to one''s own row, with the sentence that the trigger is named by.';

create trigger "nobody changes their own role or deactivates themselves"
  before update of role, active on crm.collaborators
  for each row when (old.role <> new.role or old.active <> new.active)
  execute function auth.refuse_changing_oneself();
comment on trigger "nobody changes their own role or deactivates themselves" on crm.collaborators is
  'So that there is always an admin left. Another admin can do it.';

create trigger "nobody deletes themselves" before delete on crm.collaborators
  for each row execute function auth.refuse_changing_oneself();
comment on trigger "nobody deletes themselves" on crm.collaborators is
  'So that there is always an admin left. Another admin can do it.';

create function auth.cut_expired() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from auth.session s where s.expires <= clock_timestamp()) then
    perform auth_gate.terminate(s.role_name) from auth.session s where s.expires <= clock_timestamp();
  end if;
end $$;
comment on function auth.cut_expired() is
  'Cuts the connections of expired sessions. Called at every change before it is committed, so that an expired session never sees later data. Safe as a definer function: takes nothing, touches only what is over.';

create function auth.sweep() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  -- One sweeper at a time. Not an advisory lock: those, anybody could hold.
  perform from auth.config for update skip locked;
  if not found then
    return;
  end if;
  perform auth_gate.terminate(s.role_name) from auth.session s
    where not exists (select from auth.live_session l where l.id = s.id);
  delete from auth.session s where s.id = any (array(
    select o.id from auth.session o
     where not exists (select from auth.live_session l where l.id = o.id)
       for update of o skip locked));
  -- Roles whose session is gone: somebody signed out, and could not drop themselves.
  perform auth_gate.end_session(r.rolname) from pg_roles r
    where auth_gate.is_ours(r.rolname) and not exists (select from auth.session s where s.role_name = r.rolname);
end $$;
comment on function auth.sweep() is
  'Removes what is left of sessions that are over, at every login. For the owner''s functions only. Never waits for a lock.';
