-- Who may do what: the whole matrix, to be read as prose.
--
-- Grants say which columns a trade may write, policies say which rows. The name of a policy is a sentence (at
-- most 63 bytes), and it is what people read when they ask why. Whatever is not here is denied.
--
-- Policies are made for everybody and name the trade inside, never `to epic_commercial`: a member of a group may
-- `drop owned by` it, and that would silently erase every policy made for the group. Grants survive it.
--
-- `(select auth.role())` rather than `auth.role()`: asked once per statement, not once per row.

grant usage on schema auth to epic_login, epic_app;
grant usage on schema crm to epic_app;

------------------------------------------------------------------------------------------------------------
-- Signing in, passwords, sessions
------------------------------------------------------------------------------------------------------------

grant execute on function auth.salt(text), auth.argon(), auth.attempt(text, bytea), auth.token(uuid) to epic_login;

-- A session proves the present password in the same way before it sets a new one.
grant execute on function
  auth.uid(), auth.role(), auth.expires(), auth.is_owner(), auth.is_admin_or_owner(), auth.require_session(),
  auth.salt(text), auth.argon(), auth.attempt(text, bytea),
  auth.set_password(int, bytea, text, bytea, uuid), auth.upgrade(bytea, text, bytea, uuid),
  auth.logout(), auth.sessions(), auth.end_session(uuid)
to epic_app;

------------------------------------------------------------------------------------------------------------
-- Everyone reads everything
------------------------------------------------------------------------------------------------------------

alter table crm.collaborators enable row level security;
alter table crm.clients       enable row level security;
alter table crm.contracts     enable row level security;
alter table crm.events        enable row level security;

grant select on crm.collaborators, crm.clients, crm.contracts, crm.events to epic_app;

-- Plainly `true`: with a condition here, a search could not use its index. That somebody's session is over is
-- seen to elsewhere: their role loses its groups, and with them these grants.
create policy "everyone reads every collaborator" on crm.collaborators for select using (true);
create policy "everyone reads every client"       on crm.clients       for select using (true);
create policy "everyone reads every contract"     on crm.contracts     for select using (true);
create policy "everyone reads every event"        on crm.events        for select using (true);

comment on policy "everyone reads every collaborator" on crm.collaborators is
  'Staff know each other. Passwords are elsewhere, and nobody reads them.';
comment on policy "everyone reads every client" on crm.clients is 'Clients are clients of the house.';
comment on policy "everyone reads every contract" on crm.contracts is 'Contracts are contracts of the house.';
comment on policy "everyone reads every event" on crm.events is 'Events are events of the house.';

------------------------------------------------------------------------------------------------------------
-- An admin: any row, and every column but the id
------------------------------------------------------------------------------------------------------------

-- Columns, since `update` on a whole table also allows to lock it. `insert` is on whole tables so that an undo
-- can bring a deleted row back under its old id.
grant insert, delete on crm.collaborators, crm.clients, crm.contracts, crm.events to epic_admin;
grant update (employee_number, full_name, email, department, role, active) on crm.collaborators to epic_admin;
grant update (full_name, email, phone, company_name, first_contact_date, last_contact_date, commercial_id)
  on crm.clients to epic_admin;
grant update (client_id, total_amount, amount_due, creation_date, signed_at) on crm.contracts to epic_admin;
grant update (contract_id, name, starts_at, ends_at, support_id, client_contact, location, attendees, notes)
  on crm.events to epic_admin;

create policy "an admin creates any collaborator" on crm.collaborators for insert
  with check ((select auth.role()) = 'admin');
create policy "an admin updates any collaborator" on crm.collaborators for update
  using ((select auth.role()) = 'admin');
create policy "an admin deletes any collaborator" on crm.collaborators for delete
  using ((select auth.role()) = 'admin');

create policy "an admin creates any client" on crm.clients for insert with check ((select auth.role()) = 'admin');
create policy "an admin updates any client" on crm.clients for update using ((select auth.role()) = 'admin');
create policy "an admin deletes any client" on crm.clients for delete using ((select auth.role()) = 'admin');

create policy "an admin creates any contract" on crm.contracts for insert with check ((select auth.role()) = 'admin');
create policy "an admin updates any contract" on crm.contracts for update using ((select auth.role()) = 'admin');
create policy "an admin deletes any contract" on crm.contracts for delete using ((select auth.role()) = 'admin');

create policy "an admin creates any event" on crm.events for insert with check ((select auth.role()) = 'admin');
create policy "an admin updates any event" on crm.events for update using ((select auth.role()) = 'admin');
create policy "an admin deletes any event" on crm.events for delete using ((select auth.role()) = 'admin');

comment on policy "an admin creates any collaborator" on crm.collaborators is
  'They can sign in once a password is set.';
comment on policy "an admin updates any collaborator" on crm.collaborators is
  'Except their own role and activity. A new role or a deactivation ends that collaborator''s sessions.';
comment on policy "an admin deletes any collaborator" on crm.collaborators is
  'Except themselves, and those who still have clients or events.';
comment on policy "an admin creates any client" on crm.clients is 'Says which commercial looks after them.';
comment on policy "an admin updates any client" on crm.clients is 'Also transfers them to another commercial.';
comment on policy "an admin deletes any client" on crm.clients is 'Once they have no contracts.';
comment on policy "an admin creates any contract" on crm.contracts is 'For any client.';
comment on policy "an admin updates any contract" on crm.contracts is 'Also signs it, and writes down what was paid.';
comment on policy "an admin deletes any contract" on crm.contracts is 'Once it has no events.';
comment on policy "an admin creates any event" on crm.events is 'Under any signed contract.';
comment on policy "an admin updates any event" on crm.events is 'Also assigns who looks after it.';
comment on policy "an admin deletes any event" on crm.events is 'At any time.';

------------------------------------------------------------------------------------------------------------
-- A commercial: their own clients, and what is made for those
------------------------------------------------------------------------------------------------------------

grant insert (full_name, email, phone, company_name, first_contact_date, last_contact_date, commercial_id),
      update (full_name, email, phone, company_name, first_contact_date, last_contact_date)
  on crm.clients to epic_commercial;
grant insert (client_id, total_amount, amount_due, creation_date, signed_at),
      update (client_id, total_amount, amount_due, creation_date, signed_at)
  on crm.contracts to epic_commercial;
grant insert (contract_id, name, starts_at, ends_at, client_contact, location, attendees, notes)
  on crm.events to epic_commercial;

create policy "a commercial creates clients of their own" on crm.clients for insert
  with check ((select auth.role()) = 'commercial' and commercial_id = (select auth.uid()));

create policy "a commercial updates their own clients" on crm.clients for update
  using ((select auth.role()) = 'commercial' and commercial_id = (select auth.uid()));

create policy "a commercial creates contracts for their own clients" on crm.contracts for insert
  with check ((select auth.role()) = 'commercial' and exists (
    select from crm.clients c where c.id = contracts.client_id and c.commercial_id = (select auth.uid())));

create policy "a commercial updates contracts of their own clients" on crm.contracts for update
  using ((select auth.role()) = 'commercial' and exists (
    select from crm.clients c where c.id = contracts.client_id and c.commercial_id = (select auth.uid())));

create policy "a commercial creates events for their own clients" on crm.events for insert
  with check ((select auth.role()) = 'commercial' and exists (
    select from crm.contracts k join crm.clients c on c.id = k.client_id
     where k.id = events.contract_id and c.commercial_id = (select auth.uid())));

comment on policy "a commercial creates clients of their own" on crm.clients is
  'The new client is theirs without saying so.';
comment on policy "a commercial updates their own clients" on crm.clients is
  'Everything but who looks after them: an admin transfers clients.';
comment on policy "a commercial creates contracts for their own clients" on crm.contracts is
  'Not for the clients of a colleague.';
comment on policy "a commercial updates contracts of their own clients" on crm.contracts is
  'Also signs it, and writes down what was paid.';
comment on policy "a commercial creates events for their own clients" on crm.events is
  'Under a signed contract; an admin then assigns who looks after it.';

------------------------------------------------------------------------------------------------------------
-- A support: what happens at the events assigned to them
------------------------------------------------------------------------------------------------------------

grant update (name, starts_at, ends_at, location, attendees, notes) on crm.events to epic_support;

create policy "a support updates the events assigned to them" on crm.events for update
  using ((select auth.role()) = 'support' and support_id = (select auth.uid()));

comment on policy "a support updates the events assigned to them" on crm.events is
  'Name, times, location, attendees and notes; an admin assigns events.';
