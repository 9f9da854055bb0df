-- The right password of an account that rests is told how long; and what a login does is the same for everybody.

-- A known address cost a look at crm.collaborators more than an unknown one, to check this. Nothing hangs on it: an attempt
-- is judged by joining whose it is, ids are never used again, and it goes with its window.
alter table auth.attempt drop constraint "an attempt is for a collaborator, or for a stranger";
drop index auth.attempt_collaborator;

-- How many guesses are answered is what makes guessing hopeless, whatever the answer is. An account takes logins until
-- there are max_attempts wrong ones in the window. Two more are told that they are right, no others: so a window
-- answers seven guesses with the usual settings, where it answered five. Which are meant is counted over all that were
-- written down before this is asked, so that asking at the same time wins nothing.
create function auth.rests_until(attempt uuid) returns timestamptz
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  settings auth.config;
  tried    auth.attempt;
  known    auth.credential;
  wrong    timestamptz[];
begin
  select * into settings from auth.config;
  select a.* into tried from auth.attempt a
   where a.id = rests_until.attempt
     and a.transaction <> pg_current_xact_id()  -- so it is committed, and stays
     and a.at > clock_timestamp() - settings.attempt_lifetime
     for update;
  select c.* into known from crm.collaborators p join auth.credential c on c.collaborator_id = p.id
   where p.id = tried.collaborator_id;
  if known is null then
    return null;
  end if;
  select array_agg(a.at order by a.at desc) into wrong from auth.attempt a
   where a.account = tried.account and a.id <> tried.id
     and a.at > clock_timestamp() - settings.attempt_window
     and sha256(a.guess) <> sha256(known.key_hash);
  if sha256(tried.guess) <> sha256(known.key_hash)
     or coalesce(cardinality(wrong), 0) not between settings.max_attempts and settings.max_attempts + 1
  then
    return null;
  end if;
  -- Then only max_attempts - 1 are left in the window.
  return wrong[settings.max_attempts] + settings.attempt_window;
end $$;
comment on function auth.rests_until(uuid) is
  'Until when an account takes no logins, if this attempt has the right password and not too many wrong ones came before it; else null. For the owner''s functions only.';

-- As in V12, but for an account that rests.
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
  rests    timestamptz;
begin
  select p.id, p.email, p.role, p.active, c.epoch into who
    from crm.collaborators p join auth.credential c on c.collaborator_id = p.id
   where p.id = (select auth.judge(token.attempt));
  if not found then
    rests := auth.rests_until(token.attempt);
    if rests is not null then
      raise invalid_authorization_specification using
        message = format('too many wrong passwords: this account takes no logins for another %s min',
                         ceil(extract(epoch from rests - clock_timestamp()) / 60)::int),
        hint = 'This password is right: sign in with it then. Open sessions go on.';
    end if;
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
comment on function auth.token(uuid) is
  'Judges a committed attempt. Right: opens a session and answers with its token; for somebody deactivated, or when their account rests, raises SQLSTATE 28000. Anything else: null, never an error. Safe as a definer function: without a right attempt, which it uses up, it does nothing.';
