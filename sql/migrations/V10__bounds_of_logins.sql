-- What a login rests on has bounds.
--
-- The costs of argon2id are what a client is told to spend before anybody is signed in, so nobody may make them absurd:
-- too high, and a login takes all memory or an hour; too low, and the key is easy to guess a password from; no costs at
-- all, and the login breaks. Until now auth.credential took any text.

create function auth.is_bearable(argon text) returns bool
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
declare
  part   text[] := regexp_match(argon, '^m=([1-9][0-9]{3,6}),t=([1-9][0-9]{0,2}),p=[1-9][0-9]?$');
  memory bigint := part[1];
  passes bigint := part[2];
begin
  return part is not null and memory <= 1048576 and memory * passes between 35840 and 16777216;
end $$;
comment on function auth.is_bearable(text) is
  'Are these costs of argon2id that a client accepts? Memory in KiB, a GiB at most; memory times passes from OWASP''s minimum to 16 GiB, some ten seconds.';

-- Settings that no client accepts are of no use: nobody can set a password with them.
update auth.config s set argon = default where not auth.is_bearable(s.argon);
alter table auth.config
  drop constraint "argon2id parameters read like m=19456,t=2,p=1",
  add constraint "argon2id takes 35 MiB to 16 GiB of work, as m=19456,t=2,p=1" check (auth.is_bearable(argon));
comment on constraint "argon2id takes 35 MiB to 16 GiB of work, as m=19456,t=2,p=1" on auth.config is
  'Memory in KiB (a GiB at most), passes, lanes. The work is memory times passes; the least is OWASP''s minimum.';

-- Neither are such passwords: nobody can sign in with one. Their owners get a new one from an admin.
delete from auth.session s using auth.credential c
 where c.collaborator_id = s.collaborator_id and not auth.is_bearable(c.argon);
delete from auth.credential c where not auth.is_bearable(c.argon);
alter table auth.credential
  add constraint "argon2id takes 35 MiB to 16 GiB of work, as m=19456,t=2,p=1" check (auth.is_bearable(argon));
comment on constraint "argon2id takes 35 MiB to 16 GiB of work, as m=19456,t=2,p=1" on auth.credential is
  'Take what auth.argon() answers.';

-- As in V4, but for the costs: they are those of the settings, as auth.upgrade() has it too. One's own may be shown to
-- strangers (see auth.salt), so they are nobody's choice.
create or replace function auth.set_password(collaborator int, salt bytea, argon text, key bytea, attempt uuid default null)
returns bool
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me int := auth.uid();
begin
  if key is null or length(key) <> 32 then
    raise invalid_parameter_value using message = 'a login key has 32 bytes';
  end if;
  if set_password.argon is distinct from auth.argon() then
    raise invalid_parameter_value using
      message = 'the costs of a password are those of the settings', hint = 'Take what auth.argon() answers.';
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

-- Logins look at so many characters of an address (auth.salt, auth.attempt). Whoever has a longer one can't sign in; it
-- has to be mended before anything else of theirs is changed.
alter table crm.collaborators
  add constraint "a collaborator's e-mail has at most 320 characters" check (length(email) <= 320) not valid;
comment on constraint "a collaborator's e-mail has at most 320 characters" on crm.collaborators is
  'Nobody could sign in with a longer one.';
