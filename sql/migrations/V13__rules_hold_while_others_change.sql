-- A rule that looks at another table holds until the commit, whatever the isolation level.
--
-- A policy sees what its statement's snapshot sees. A commercial who began under `repeatable read`, or whose statement ran
-- while an admin transferred a client, could still change that client's contracts and add events to them. Now what such
-- a rule looked at is locked after the statement: under `read committed` the lock waits for the transfer and finds it;
-- under the other levels the lock fails when the row changed since the snapshot (SQLSTATE 40001: run it again). And no
-- transfer comes between the change and its commit.
--
-- An admin's rules look at no other table, a support's only at the row itself, which the update locks.

create function crm.hold_clients() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me       int := auth.uid();
  contract bigint[];
  client   bigint[];
  held     record;
begin
  if auth.role() is distinct from 'commercial' then
    return null;
  end if;
  if tg_relid = 'crm.events'::regclass then
    contract := array(select distinct n.contract_id from new_rows n);
    client := array(
      select k.client_id from crm.contracts k where k.id = any (contract) order by k.id for share);
  elsif tg_op = 'INSERT' then
    client := array(select distinct n.client_id from new_rows n);
  else
    client := array(select n.client_id from new_rows n union select o.client_id from old_rows o);
  end if;
  for held in
    select c.commercial_id from crm.clients c where c.id = any (client) order by c.id for share
  loop
    if held.commercial_id is distinct from me then
      raise insufficient_privilege using
        message = format('new row violates row-level security policy for table "%s"', tg_table_name);
    end if;
  end loop;
  return null;
end $$;
comment on function crm.hold_clients() is
  'Locks the clients that a commercial''s rules looked at, and refuses when they are somebody else''s by now. Safe as a definer function: a trigger that locks what the caller''s own change refers to.';

create trigger hold_clients_insert after insert on crm.contracts referencing new table as new_rows
  for each statement execute function crm.hold_clients();
create trigger hold_clients_update after update on crm.contracts referencing old table as old_rows new table as new_rows
  for each statement execute function crm.hold_clients();
create trigger hold_clients_insert after insert on crm.events referencing new table as new_rows
  for each statement execute function crm.hold_clients();
comment on trigger hold_clients_insert on crm.contracts is 'The client stays one''s own until the commit.';
comment on trigger hold_clients_update on crm.contracts is 'The client stays one''s own until the commit.';
comment on trigger hold_clients_insert on crm.events is 'The client stays one''s own until the commit.';
