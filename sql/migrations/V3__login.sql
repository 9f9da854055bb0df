-- Login, in three steps, so that the database never sees a password, the client never sees what proves one, and
-- no guess can be taken back:
--
--   1. auth.salt(email)          the client derives a key from the password by argon2id
--   2. auth.attempt(email, key)  is written down, and must be committed
--   3. auth.token(attempt)       judges it, and answers with a token, or null
--
-- Two later functions take such an attempt as a proof of the present password: see V4.
--
-- The token is a JSON Web Token (HS256), signed here. The key of step 2 is as good as the password for whoever
-- listens: it travels over verified TLS or a local socket only.

create table auth.attempt (
  id              uuid not null,
  account         bytea not null,
  collaborator_id int,
  guess           bytea not null,
  transaction     xid8 not null default pg_current_xact_id(),
  at              timestamptz not null default clock_timestamp(),

  constraint "each attempt has its own id" primary key (id),
  constraint "an attempt is for a collaborator, or for a stranger" foreign key (collaborator_id)
    references crm.collaborators (id) on delete cascade
);
create index attempt_account on auth.attempt (account, at);
create index attempt_at on auth.attempt (at);
create index attempt_stranger on auth.attempt (at) where collaborator_id is null;
create index attempt_transaction on auth.attempt (transaction);
create index attempt_collaborator on auth.attempt (collaborator_id);
comment on table auth.attempt is 'logins of the last minutes: those that wait for their answer, and wrong ones';
comment on column auth.attempt.id is 'how the client asks for the answer';
comment on column auth.attempt.account is 'sha256 of the address: people type all sorts of things there';
comment on column auth.attempt.collaborator_id is 'who has that address; empty: nobody';
comment on column auth.attempt.guess is 'sha256 of the key that was tried';
comment on column auth.attempt.transaction is 'the transaction that wrote it; only another one may judge it';
comment on column auth.attempt.at is 'when';
comment on constraint "each attempt has its own id" on auth.attempt is 'Attempts are made by auth.attempt() alone.';
comment on constraint "an attempt is for a collaborator, or for a stranger" on auth.attempt is
  'It goes when the collaborator goes.';

create function auth.argon() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select s.argon from auth.config s $$;
comment on function auth.argon() is
  'The argon2id parameters for passwords to come. Safe as a definer function: takes nothing, and they are no secret.';

create function auth.salt(email text, out salt bytea, out argon text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  address text := lower(left(email, 320));
  known   record;
begin
  -- Made up for everybody, so that the time it takes tells nothing. A stranger has the parameters of one of the
  -- staff, always the same: otherwise old parameters would tell who has an account, until all are renewed.
  select substr(sha256(k.salt_key || sha256(k.salt_key || convert_to(address, 'UTF8'))), 1, 16) as salt,
         coalesce((select c.argon from auth.credential c
                    order by sha256(k.salt_key || convert_to(address, 'UTF8') || int4send(c.collaborator_id))
                    limit 1), s.argon) as argon
    into salt, argon from auth.key k, auth.config s;
  select c.salt, c.argon into known
    from crm.collaborators p join auth.credential c on c.collaborator_id = p.id
   where p.email = address;
  if found then
    salt := known.salt;
    argon := known.argon;
  end if;
end $$;
comment on function auth.salt(text) is
  'What the client needs to derive a key from a password. Safe as a definer function: a salt is not secret, and an address that nobody has gets one too, always the same, so that it tells nothing.';

create function auth.attempt(email text, key bytea) returns uuid
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

  -- One attempt per transaction: a login needs no more, and a flood has to commit each one.
  if exists (select from auth.attempt a where a.transaction = pg_current_xact_id()) then
    raise object_not_in_prerequisite_state using message = 'commit the first attempt before another one';
  end if;

  -- Keep the table small. What another transaction holds is skipped: nobody can make others wait here. (An
  -- array rather than `in`: it is made once, whatever the planner thinks of the size of the table.)
  delete from auth.attempt a where a.id = any (array(
    select o.id from auth.attempt o where o.at < clock_timestamp() - settings.attempt_window
     order by o.at limit 100 for update skip locked));
  if known_id is null then
    delete from auth.attempt a where a.id = any (array(
      select o.id from auth.attempt o where o.collaborator_id is null
       order by o.at desc offset settings.max_strangers limit 100 for update skip locked));
  end if;

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
comment on function auth.attempt(text, bytea) is
  'Writes a login down; commit it, then ask auth.token(). Nothing is compared here, so rolling back wins nothing. Safe as a definer function: tells nothing, and the table is bounded: some attempts per account, a thousand for addresses that nobody has.';

create function auth.judge(attempt uuid) returns int
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  settings auth.config;
  tried    auth.attempt;
  known    auth.credential;
  wrong    int;
begin
  select * into settings from auth.config;
  select a.* into tried from auth.attempt a
   where a.id = judge.attempt
     and a.transaction <> pg_current_xact_id()  -- so it is committed, and stays
     and a.at > clock_timestamp() - settings.attempt_lifetime
     for update;
  select c.* into known from crm.collaborators p join auth.credential c on c.collaborator_id = p.id
   where p.id = tried.collaborator_id;
  if known is null then
    return null;
  end if;

  -- Hashed once more, so that the time a comparison takes tells nothing.
  select count(*) into wrong from auth.attempt a
   where a.account = tried.account and a.id <> tried.id
     and a.at > clock_timestamp() - settings.attempt_window
     and sha256(a.guess) <> sha256(known.key_hash);
  if wrong >= settings.max_attempts or sha256(tried.guess) <> sha256(known.key_hash) then
    return null;
  end if;

  -- Right: the wrong ones before it are forgiven. Other right ones stay, to be answered in their turn.
  delete from auth.attempt a where a.id = any (array(
    select o.id from auth.attempt o
     where o.account = tried.account and (o.id = tried.id
           or o.at > clock_timestamp() - settings.attempt_window and sha256(o.guess) <> sha256(known.key_hash))
       for update skip locked));
  return known.collaborator_id;
end $$;
comment on function auth.judge(uuid) is
  'Whose attempt this is, active or not; null when it is wrong, too old, judged already, or for an account that rests. For the owner''s functions only.';

create function auth.base64url(bytes bytea) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select translate(encode(bytes, 'base64'), E'+/=\n', '-_') $$;
comment on function auth.base64url(bytea) is 'base64url without padding, as tokens are written.';

create function auth.sign(claims jsonb) returns text
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  select signed.part || '.' || auth.base64url(auth_gate.hmac_sha256(k.hs256_key, convert_to(signed.part, 'UTF8')))
    from auth.key k,
         lateral (select auth.base64url(convert_to('{"alg":"HS256","typ":"JWT"}', 'UTF8'))
                         || '.' || auth.base64url(convert_to(claims::text, 'UTF8')) as part) signed
$$;
comment on function auth.sign(jsonb) is 'A JSON Web Token with these claims. For the owner''s functions only.';

create function auth.token(attempt uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  who      record;
  settings auth.config;
  session  uuid := gen_random_uuid();
  expiry   timestamptz;
  jwt      text;
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
  insert into auth.session (id, role_name, collaborator_id, epoch, expires) values
    (session, auth_gate.open_session(session, jwt, expiry, ('epic_' || who.role)::name), who.id, who.epoch, expiry);
  return jwt;
end $$;
comment on function auth.token(uuid) is
  'Judges a committed attempt. Right: opens a session and answers with its token; for somebody deactivated, raises SQLSTATE 28000. Anything else: null, never an error. Safe as a definer function: without a right attempt, which it uses up, it does nothing.';
