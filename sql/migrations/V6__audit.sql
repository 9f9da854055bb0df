-- Who changed what, when, from what to what, and in which run. Every change of a business table is written down
-- by the database itself, in the same transaction, whoever made it and by whatever tool.

create schema audit;
comment on schema audit is 'who changed what, and in which run';
grant usage on schema audit to epic_app;

create table audit.log (
  id           bigint generated always as identity,
  at           timestamptz not null default clock_timestamp(),
  uid          int,
  session_role name not null default session_user,
  txid         xid8 not null default pg_current_xact_id(),
  run          uuid,
  table_name   name not null,
  action       text not null,
  row_id       int not null,
  old          jsonb,
  new          jsonb,

  constraint "each change has its own id" primary key (id),
  constraint "a change is an insert, an update or a delete" check (action in ('insert', 'update', 'delete')),
  constraint "a change has old values, new values or both" check (
    (old is null) = (action = 'insert') and (new is null) = (action = 'delete'))
);
create index log_row on audit.log (table_name, row_id, id);
create index log_run on audit.log (run, uid, id) where run is not null;
create index log_transaction on audit.log (txid);

comment on table audit.log is 'every change of a business table; append-only, and read through functions only';
comment on column audit.log.id is 'order of the changes';
comment on column audit.log.at is 'when it was made';
comment on column audit.log.uid is 'the collaborator who made it; empty: the database owner';
comment on column audit.log.session_role is 'the role of their session';
comment on column audit.log.txid is 'the transaction it was made in';
comment on column audit.log.run is 'the run that the client says it belongs to: a label, to be trusted only together with uid';
comment on column audit.log.table_name is 'which table of schema crm';
comment on column audit.log.action is 'insert, update or delete';
comment on column audit.log.row_id is 'the id of the row';
comment on column audit.log.old is 'what it was: the whole row of a delete, the changed columns of an update';
comment on column audit.log.new is 'what it became: the whole row of an insert, the changed columns of an update';
comment on constraint "each change has its own id" on audit.log is 'The database numbers changes itself.';
comment on constraint "a change is an insert, an update or a delete" on audit.log is 'There is nothing else.';
comment on constraint "a change has old values, new values or both" on audit.log is
  'An insert has no old values, a delete no new ones.';

create function audit.refuse_rewriting() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  raise insufficient_privilege using message = 'the audit log is append-only';
end $$;
comment on function audit.refuse_rewriting() is 'Refuses whatever it is called for.';

create trigger append_only before update or delete or truncate on audit.log
  for each statement execute function audit.refuse_rewriting();
comment on trigger append_only on audit.log is 'What was written down stays, even for the owner.';

create function audit.run() returns uuid
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select case when r.label ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then r.label::uuid end
    from (select current_setting('epic.run', true)) r(label)
$$;
comment on function audit.run() is
  'The run that this transaction says it belongs to (setting epic.run); null if it says none, or nonsense.';

-- One call per statement, not per row: a bulk change costs little more than without it. The time zone is pinned
-- because values are kept as text in JSON, and must compare equal whoever wrote them. Columns that the database
-- generates are left out: they follow from the others, and nobody can set them back.
create function audit.record() returns trigger
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
  perform auth.cut_expired();

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
comment on function audit.record() is
  'Writes down what a statement changed. Safe as a definer function: a trigger, and it writes only to the log, which nobody else can.';

do $$
declare
  watched name;
begin
  foreach watched in array '{collaborators, clients, contracts, events}'::name[] loop
    execute format('create trigger audit_insert after insert on crm.%I referencing new table as new_rows
                    for each statement execute function audit.record()', watched);
    execute format('create trigger audit_update after update on crm.%I referencing old table as old_rows new table as new_rows
                    for each statement execute function audit.record()', watched);
    execute format('create trigger audit_delete after delete on crm.%I referencing old table as old_rows
                    for each statement execute function audit.record()', watched);
    execute format('comment on trigger audit_insert on crm.%I is %L', watched, 'Every insert is written down.');
    execute format('comment on trigger audit_update on crm.%I is %L', watched, 'Every update is written down.');
    execute format('comment on trigger audit_delete on crm.%I is %L', watched, 'Every delete is written down.');
  end loop;
end $$;

-- Nobody reads the log itself: the planner's estimates would tell how much others do. Everyone may read every
-- row of business, and so its history too.
create function audit.history(of_table regclass, row_id int) returns setof audit.log
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.require_session();
  return query
    select l.* from audit.log l
      join pg_class t on t.relname = l.table_name and t.relnamespace = 'crm'::regnamespace
     where t.oid = of_table and l.row_id = history.row_id
     order by l.id;
end $$;
comment on function audit.history(regclass, int) is
  'What happened to a row, the oldest first. Safe as a definer function: business rows may be read by every session, and the log has no others.';

create function audit.changes(of_run uuid) returns setof audit.log
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me       int := auth.uid();
  everyone bool := auth.is_admin_or_owner();
begin
  perform auth.require_session();
  return query
    select l.* from audit.log l
     where l.run = of_run and (everyone or l.uid = me)
     order by l.id;
end $$;
comment on function audit.changes(uuid) is
  'What a run changed, the oldest first: one''s own changes; an admin and the installer see everybody''s. Safe as a definer function: it checks that itself.';

create function audit.history_by_field(of_table regclass, row_id int)
returns table ("when" timestamptz, who text, action text, field name, before text, after text, run uuid)
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  select h.at,
         coalesce(p.email, 'collaborator ' || h.uid, 'the database''s owner'),
         case h.action when 'insert' then 'create' else h.action end,
         a.attname, h.old ->> a.attname, h.new ->> a.attname, h.run
    from audit.history(of_table, row_id) h
    join pg_attribute a on a.attrelid = of_table and a.attnum > 0 and coalesce(h.new, h.old) ? a.attname::text
    left join crm.collaborators p on p.id = h.uid
   where h.old ->> a.attname is distinct from h.new ->> a.attname
   order by h.id, a.attnum
$$;
comment on function audit.history_by_field(regclass, int) is
  'What happened to a row, for people: the oldest change first, a line for each field. Also of a row that was deleted.';

-- What a client may tell the world after its commit. Numbers of transactions begin anew when a dump is restored
-- elsewhere, so the number alone could also mean a transaction of long ago: it must have begun now, too.
create function audit.of_this_transaction(of_table regclass) returns setof audit.log
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me int := auth.uid();
begin
  perform auth.require_session();
  return query
    select l.* from audit.log l
      join pg_class t on t.relname = l.table_name and t.relnamespace = 'crm'::regnamespace
     where l.at >= transaction_timestamp() and l.txid = pg_current_xact_id_if_assigned()
       and l.uid is not distinct from me and l.session_role = session_user and t.oid = of_table
     order by l.id;
end $$;
comment on function audit.of_this_transaction(regclass) is
  'What the open transaction changed in a table so far, the oldest first. Safe as a definer function: it tells only what its caller did.';

grant execute on function
  audit.history(regclass, int), audit.history_by_field(regclass, int), audit.changes(uuid), audit.of_this_transaction(regclass), audit.run()
to epic_app;
