-- Who and what Epic Events works with: collaborators, clients, contracts, events.
--
-- Rules that do not depend on who asks are constraints, and each is named by the sentence that people read when
-- they break it (at most 63 bytes). Its comment says more, or what to do. Who may do what is in V5.

-- Functions can be executed by everybody unless this is said first. It holds for all later migrations.
alter default privileges revoke execute on functions from public;

create schema crm;
comment on schema crm is 'what Epic Events works with: collaborators, clients, contracts, events';

create type crm.staff_role as enum ('admin', 'commercial', 'support');
comment on type crm.staff_role is 'the trades of a collaborator';

------------------------------------------------------------------------------------------------------------
-- Collaborators
------------------------------------------------------------------------------------------------------------

create table crm.collaborators (
  id              int generated always as identity,
  employee_number text not null,
  full_name       text not null,
  email           text not null,
  department      text not null,
  role            crm.staff_role not null,
  active          bool not null default true,
  created_at      timestamptz not null default now(),

  constraint "each collaborator has their own id" primary key (id),
  constraint "each collaborator has their own employee number" unique (employee_number),
  constraint "each collaborator has their own e-mail" unique (email),
  constraint "a collaborator has one role" unique (id, role),
  constraint "a collaborator's employee number is not blank" check (employee_number ~ '\S'),
  constraint "a collaborator's name is not blank" check (full_name ~ '\S'),
  constraint "a collaborator's department is not blank" check (department ~ '\S'),
  constraint "a collaborator's e-mail is in lower case" check (email = lower(email)),
  constraint "a collaborator's e-mail looks like an e-mail" check (email ~ '^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$')
);

comment on table crm.collaborators is 'the staff of Epic Events';
comment on column crm.collaborators.id is 'the number of the collaborator, given by the database';
comment on column crm.collaborators.employee_number is 'the number on their pay slip';
comment on column crm.collaborators.full_name is 'first name and surname';
comment on column crm.collaborators.email is 'the address they sign in with';
comment on column crm.collaborators.department is 'where they work: Management, Sales, Support …';
comment on column crm.collaborators.role is 'what they may do: admin, commercial or support';
comment on column crm.collaborators.active is 'whether they may sign in';
comment on column crm.collaborators.created_at is 'when they were entered here';

comment on constraint "each collaborator has their own id" on crm.collaborators is
  'The database numbers collaborators itself: leave the id out.';
comment on constraint "each collaborator has their own employee number" on crm.collaborators is
  'Somebody else already has this employee number.';
comment on constraint "each collaborator has their own e-mail" on crm.collaborators is
  'Somebody else already signs in with this address.';
comment on constraint "a collaborator has one role" on crm.collaborators is
  'Lets clients and events refer to a collaborator together with their role.';
comment on constraint "a collaborator's employee number is not blank" on crm.collaborators is
  'Give at least one visible character.';
comment on constraint "a collaborator's name is not blank" on crm.collaborators is
  'Give at least one visible character.';
comment on constraint "a collaborator's department is not blank" on crm.collaborators is
  'Give at least one visible character.';
comment on constraint "a collaborator's e-mail is in lower case" on crm.collaborators is
  'Write the address in small letters: one person must not be two because of a capital.';
comment on constraint "a collaborator's e-mail looks like an e-mail" on crm.collaborators is
  'Something like marie@epic.events: one @, a dot after it, no spaces.';

------------------------------------------------------------------------------------------------------------
-- Clients
------------------------------------------------------------------------------------------------------------

create table crm.clients (
  id                 int generated always as identity,
  full_name          text not null,
  email              text not null,
  phone              text,
  company_name       text,
  first_contact_date date not null default current_date,
  last_contact_date  date not null default current_date,
  commercial_id      int not null,
  commercial_role    crm.staff_role not null generated always as ('commercial'::crm.staff_role) stored,

  constraint "each client has their own id" primary key (id),
  constraint "each client has their own e-mail" unique (email),
  constraint "a client's commercial is a commercial" foreign key (commercial_id, commercial_role)
    references crm.collaborators (id, role),
  constraint "a client's name is not blank" check (full_name ~ '\S'),
  constraint "a client's e-mail is in lower case" check (email = lower(email)),
  constraint "a client's e-mail looks like an e-mail" check (email ~ '^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$')
);
create index clients_commercial on crm.clients (commercial_id);

comment on table crm.clients is 'people who order events, and the companies they order for';
comment on column crm.clients.id is 'the number of the client, given by the database';
comment on column crm.clients.full_name is 'first name and surname';
comment on column crm.clients.email is 'where to write to them';
comment on column crm.clients.phone is 'where to call them, as they write it';
comment on column crm.clients.company_name is 'the company they order for';
comment on column crm.clients.first_contact_date is 'when we first spoke';
comment on column crm.clients.last_contact_date is 'when we last spoke';
comment on column crm.clients.commercial_id is 'the commercial who looks after this client';
comment on column crm.clients.commercial_role is 'always commercial: types the foreign key';

comment on constraint "each client has their own id" on crm.clients is
  'The database numbers clients itself: leave the id out.';
comment on constraint "each client has their own e-mail" on crm.clients is
  'There is already a client with this address: look them up by it.';
comment on constraint "a client's commercial is a commercial" on crm.clients is
  'Name a collaborator whose role is commercial. Somebody who still has clients can neither be deleted nor change role: transfer their clients first.';
comment on constraint "a client's name is not blank" on crm.clients is
  'Give at least one visible character.';
comment on constraint "a client's e-mail is in lower case" on crm.clients is
  'Write the address in small letters: one person must not be two because of a capital.';
comment on constraint "a client's e-mail looks like an e-mail" on crm.clients is
  'Something like kevin@startup.io: one @, a dot after it, no spaces.';

------------------------------------------------------------------------------------------------------------
-- Contracts
------------------------------------------------------------------------------------------------------------

create table crm.contracts (
  id            int generated always as identity,
  client_id     int not null,
  total_amount  numeric(14,2) not null,
  amount_due    numeric(14,2) not null,
  creation_date date not null default current_date,
  signed_at     timestamptz,
  signed        bool not null generated always as (signed_at is not null) stored,

  constraint "each contract has its own id" primary key (id),
  constraint "a contract is signed or it is not" unique (id, signed),
  constraint "a contract belongs to a client" foreign key (client_id) references crm.clients (id),
  constraint "the amount due is between 0 and the total" check (0 <= amount_due and amount_due <= total_amount)
);
create index contracts_client on crm.contracts (client_id);

comment on table crm.contracts is 'what clients ordered, signed or not; its commercial is its client''s';
comment on column crm.contracts.id is 'the number of the contract, given by the database';
comment on column crm.contracts.client_id is 'the client it is made with';
comment on column crm.contracts.total_amount is 'what it costs in all';
comment on column crm.contracts.amount_due is 'what is still to be paid';
comment on column crm.contracts.creation_date is 'the day it was drawn up';
comment on column crm.contracts.signed_at is 'when the client signed; set it to sign the contract, and "signed" follows';
comment on column crm.contracts.signed is 'whether the client has signed; follows from signed_at';

comment on constraint "each contract has its own id" on crm.contracts is
  'The database numbers contracts itself: leave the id out.';
comment on constraint "a contract is signed or it is not" on crm.contracts is
  'Lets events refer to a contract that is signed.';
comment on constraint "a contract belongs to a client" on crm.contracts is
  'Name a client who exists. A client who has contracts cannot be deleted: delete the contracts first.';
comment on constraint "the amount due is between 0 and the total" on crm.contracts is
  'Nobody owes less than nothing, or more than the contract costs.';

------------------------------------------------------------------------------------------------------------
-- Events
------------------------------------------------------------------------------------------------------------

create table crm.events (
  id                 int generated always as identity,
  contract_id        int not null,
  name               text not null,
  starts_at          timestamptz not null,
  ends_at            timestamptz not null,
  support_id         int,
  client_contact     text,
  location           text,
  attendees          int,
  notes              text,
  contract_is_signed bool not null generated always as (true) stored,
  support_role       crm.staff_role not null generated always as ('support'::crm.staff_role) stored,

  constraint "each event has its own id" primary key (id),
  constraint "an event needs a signed contract" foreign key (contract_id, contract_is_signed)
    references crm.contracts (id, signed),
  constraint "an event's support is a support collaborator" foreign key (support_id, support_role)
    references crm.collaborators (id, role),
  constraint "an event's name is not blank" check (name ~ '\S'),
  constraint "an event ends after it starts" check (ends_at > starts_at),
  constraint "the number of attendees is not negative" check (attendees >= 0)
);
create index events_contract on crm.events (contract_id);
create index events_support on crm.events (support_id);
create index events_starts_at on crm.events (starts_at);

comment on table crm.events is 'events organised under a signed contract';
comment on column crm.events.id is 'the number of the event, given by the database';
comment on column crm.events.contract_id is 'the signed contract it is organised under';
comment on column crm.events.name is 'what it is called';
comment on column crm.events.starts_at is 'when it begins';
comment on column crm.events.ends_at is 'when it is over';
comment on column crm.events.support_id is 'the support collaborator who looks after it; empty: nobody yet';
comment on column crm.events.client_contact is 'whom to talk to on the client''s side, and how';
comment on column crm.events.location is 'where it takes place';
comment on column crm.events.attendees is 'how many people are expected';
comment on column crm.events.notes is 'what else to know';
comment on column crm.events.contract_is_signed is 'always true: types the foreign key';
comment on column crm.events.support_role is 'always support: types the foreign key';

comment on constraint "each event has its own id" on crm.events is
  'The database numbers events itself: leave the id out.';
comment on constraint "an event needs a signed contract" on crm.events is
  'Name a contract that is signed; sign it first. A contract that has events can neither be unsigned nor deleted.';
comment on constraint "an event's support is a support collaborator" on crm.events is
  'Name a collaborator whose role is support. Somebody who still has events can neither be deleted nor change role: assign their events to somebody else first.';
comment on constraint "an event's name is not blank" on crm.events is
  'Give at least one visible character.';
comment on constraint "an event ends after it starts" on crm.events is
  'The end must be later than the start.';
comment on constraint "the number of attendees is not negative" on crm.events is
  'Leave it out as long as it is not known.';

-- A collaborator who has left keeps the events of the past, but gets no new ones. A constraint cannot see
-- another row, so this rule is a trigger.
create function crm.refuse_inactive_support() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.support_id is not distinct from old.support_id then
    return new;
  end if;
  -- The lock holds a deactivation back until this assignment is committed, or makes this wait for it.
  if not (select p.active from crm.collaborators p where p.id = new.support_id for share) then
    raise check_violation using
      message = format('collaborator %s is not active', new.support_id),
      constraint = 'an event''s support is active', schema = 'crm', table = 'events', column = 'support_id',
      hint = 'Assign the event to an active support collaborator.';
  end if;
  return new;
end $$;
comment on function crm.refuse_inactive_support() is
  'Refuses to assign an event to somebody inactive. A definer function because it locks a row that the caller may not change; it looks at nothing else.';

create trigger "an event's support is active" before insert or update of support_id on crm.events
  for each row when (new.support_id is not null) execute function crm.refuse_inactive_support();
comment on trigger "an event's support is active" on crm.events is
  'Assign the event to an active support collaborator. Events that somebody already had stay theirs when they are deactivated.';
