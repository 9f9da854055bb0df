-- A run can be taken back.
--
-- It is taken back by plain inserts, updates and deletes, under the rights of whoever does it: nothing here writes a row of
-- business for somebody. What is here: what a run comes to, row by row; that it is taken back once; and that an id is written
-- only to bring a row back.

------------------------------------------------------------------------------------------------------------
-- What a run comes to
------------------------------------------------------------------------------------------------------------

create aggregate audit.merged(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
comment on aggregate audit.merged(jsonb) is 'Objects as one: of what several have, the last one''s.';

-- A row that was changed several times goes from what it was before the first change to what it was after the last one. What
-- came back to what it was is no change, and so may have been changed by somebody else since.
create function audit.net_changes(of_run uuid)
returns table (table_name name, row_id bigint, action text, old jsonb, new jsonb, last bigint)
language sql stable security invoker set search_path = pg_catalog, pg_temp
as $$
  with changed as (
    select c.table_name, c.row_id, array_agg(c.action) as actions, array_agg(c.old) as olds, array_agg(c.new) as news, max(c.id) as last
      from (select * from audit.changes(of_run) order by id) c
     group by c.table_name, c.row_id
  ), ends as (
    select c.table_name, c.row_id, c.last, c.actions[1] as first_action, c.actions[cardinality(c.actions)] as last_action,
           case when cardinality(c.olds) = 1 then c.olds[1]
                else (select audit.merged(o.old order by o.place desc) from unnest(c.olds) with ordinality o(old, place)) end as old,
           case when cardinality(c.news) = 1 then c.news[1]
                else (select audit.merged(n.new order by n.place) from unnest(c.news) with ordinality n(new, place)) end as new,
           cardinality(c.actions) > 1 as is_several
      from changed c
  ), net as (
    select e.table_name, e.row_id, audit.net(e.first_action, e.last_action) as action, e.old, e.new, e.last,
           case when e.is_several then array(select o.key from jsonb_each(e.old) o where o.value = e.new -> o.key) end as same
      from ends e
  )
  select n.table_name, n.row_id, n.action,
         case n.action when 'insert' then null when 'update' then n.old - coalesce(n.same, '{}') else n.old end,
         case n.action when 'delete' then null when 'update' then n.new - coalesce(n.same, '{}') else n.new end,
         n.last
    from net n
   where n.action in ('insert', 'delete') or n.action = 'update' and (n.same is null or n.old - n.same <> '{}')
$$;
comment on function audit.net_changes(uuid) is
  'What a run comes to: a line for each row. Old and new values as in the log; last is the last change of the row by the run. Runs with the caller''s own rights: what audit.changes() tells them.';

------------------------------------------------------------------------------------------------------------
-- Once
------------------------------------------------------------------------------------------------------------

alter table audit.runs
  add column stays text,
  add constraint "why a run stays is said in 1 to 1000 characters" check (length(stays) between 1 and 1000);
comment on column audit.runs.stays is 'why it can''t be taken back; empty: it can';
comment on constraint "why a run stays is said in 1 to 1000 characters" on audit.runs is 'One sentence.';

-- As in V18, but for a run that stays.
drop function audit.begin_run(text, text, jsonb, uuid);
create function audit.begin_run(script text, sha256 text default null, parameters jsonb default '{}', undoes uuid default null,
                                stays text default null)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me  bigint := auth.uid();
  run uuid;
begin
  perform auth.require_session();
  if me is null then
    raise insufficient_privilege using message = 'runs are recorded for those who are signed in';
  end if;
  if undoes is not null and not exists (
    select from audit.runs r where r.id = begin_run.undoes and (r.uid = me or auth.role() = 'admin'))
  then
    raise no_data_found using message = 'there is no such run';
  end if;
  insert into audit.runs (script, sha256, parameters, uid, recorder, undoes, stays)
  values (begin_run.script, begin_run.sha256, coalesce(begin_run.parameters, '{}'), me, pg_backend_pid(), begin_run.undoes, begin_run.stays)
  returning id into run;
  return run;
end $$;
comment on function audit.begin_run(text, text, jsonb, uuid, text) is
  'Writes down that a script begins, on the connection that will say how it ended, and gives the run''s id. Safe as a definer function: it writes in the caller''s own name, and refers to runs only that the caller may see.';

create function audit.undone_by(run uuid) returns uuid
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  return (select u.id from audit.runs u join audit.joined j on j.run = u.id
           where u.undoes = undone_by.run and u.id is distinct from audit.run() and audit.undone_by(u.id) is null limit 1);
end $$;
comment on function audit.undone_by(uuid) is
  'The run that took a run back, unless that was taken back too; null: it stands, or is being taken back by this transaction. For the owner''s functions only.';

create function audit.hold_for_undo(run uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  me       bigint := auth.uid();
  everyone bool := auth.is_admin_or_owner();
  known    audit.runs;
  undone   record;
begin
  perform auth.require_session();
  -- Whoever comes second waits here, and then finds it undone.
  select r.* into known from audit.runs r where r.id = hold_for_undo.run and (everyone or r.uid = me) for no key update;
  if not found then
    raise no_data_found using message = 'there is no such run';
  end if;
  if not exists (select from audit.joined j where j.run = known.id) then
    raise object_not_in_prerequisite_state using
      message = format('nothing of run %s was kept', left(known.id::text, 8)), hint = 'There is nothing to undo.';
  end if;
  if known.stays is not null then
    raise object_not_in_prerequisite_state using
      message = format('run %s can''t be undone: %s', left(known.id::text, 8), known.stays);
  end if;
  select u.id, u.started, coalesce(p.email, 'collaborator ' || u.uid) as who into undone
    from audit.runs u left join crm.collaborators p on p.id = u.uid where u.id = audit.undone_by(known.id);
  if found then
    raise object_not_in_prerequisite_state using
      message = format('run %s was undone already: by %s, %s UTC', left(known.id::text, 8), undone.who,
                       to_char(undone.started at time zone 'UTC', 'YYYY-MM-DD HH24:MI')),
      hint = format('To get it again, undo that: epic undo %s', left(undone.id::text, 8));
  end if;
end $$;
comment on function audit.hold_for_undo(uuid) is
  'Holds a run to the end of this transaction, so that nobody else takes it back meanwhile, and raises unless it can be: one''s own; an admin holds anybody''s. Safe as a definer function: it checks that, and locks nothing else.';

create function audit.last_run() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.require_session();
  return (select r.id from audit.runs r join audit.joined j on j.run = r.id
           where r.uid = auth.uid() and r.session_role = session_user and r.undoes is null
             and exists (select from audit.log l where l.run = r.id) and audit.undone_by(r.id) is null
           order by r.started desc limit 1);
end $$;
comment on function audit.last_run() is
  'The last run of this session that changed something and stands; null: there is none. Undos are left out. Safe as a definer function: takes nothing, tells only of the caller''s own.';

-- Whom a list of runs names as having undone one did so in vain if that was undone too.
do $$
declare
  listing text := pg_get_functiondef('audit.list_runs'::regproc);
  first   text := '(select u.id from audit.runs u join audit.joined j on j.run = u.id
             where u.undoes = r.id order by u.started desc limit 1)';
begin
  if strpos(listing, first) = 0 then
    raise 'audit.list_runs is not as it was';
  end if;
  execute replace(listing, first, 'audit.undone_by(r.id)');
end $$;

grant execute on function
  audit.begin_run(text, text, jsonb, uuid, text), audit.merged(jsonb), audit.net_changes(uuid), audit.hold_for_undo(uuid),
  audit.last_run()
to epic_app;

------------------------------------------------------------------------------------------------------------
-- Rows come back under their ids
------------------------------------------------------------------------------------------------------------

-- Who may insert into a whole table (V5) may write its id too. Only this id is left to write: that of a row which was deleted.
-- Nobody else's next row is refused because its id is taken, and nobody gives a row the number of another that is to come.
create function audit.refuse_other_ids() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from audit.log l where l.table_name = tg_table_name and l.row_id = new.id and l.action = 'delete') then
    return new;
  end if;
  begin
    if new.id = currval(tg_argv[0]::regclass) then
      return new;  -- the numbering has just given it
    end if;
  exception when object_not_in_prerequisite_state then
    null;  -- it never gave this session any
  end;
  raise insufficient_privilege using
    message = tg_name, constraint = tg_name, schema = tg_table_schema, table = tg_table_name, column = 'id',
    hint = 'Leave the id out. A row that was deleted comes back under its own: epic undo RUN.';
end $$;
comment on function audit.refuse_other_ids() is
  'Refuses an id that neither the numbering has just given to this session nor a deleted row had. Safe as a definer function: a trigger that looks at the id alone.';

do $$
declare
  watched name;
begin
  foreach watched in array '{collaborators, clients, contracts, events}'::name[] loop
    execute format(
      'create trigger "a new row has the id that the database gives it" before insert on crm.%I
         for each row when (not pg_has_role(session_user, ''epic_owner'', ''member''))
         execute function audit.refuse_other_ids(%L)',
      watched, pg_get_serial_sequence('crm.' || watched, 'id'));
    execute format(
      'comment on trigger "a new row has the id that the database gives it" on crm.%I is %L',
      watched, 'Leave it out. A row that was deleted comes back under its own: epic undo RUN.');
  end loop;
end $$;

------------------------------------------------------------------------------------------------------------
-- In whatever order
------------------------------------------------------------------------------------------------------------

-- Contracts were moved to another client and then that client's twin was deleted: no order of inserts, updates and deletes
-- by table takes all such runs back. So keys may be checked at the end, by whoever asks for it in their own transaction;
-- still before anything is kept.
do $$
declare
  key record;
begin
  for key in select k.conname, k.conrelid::regclass as of_table from pg_constraint k
              where k.contype = 'f' and k.connamespace = 'crm'::regnamespace loop
    execute format('alter table %s alter constraint %I deferrable initially immediate', key.of_table, key.conname);
  end loop;
end $$;

-- As in V1, but that an event may go back to somebody who had it: what was reassigned or deleted by mistake was theirs, also
-- if they have left.
create or replace function crm.refuse_inactive_support() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.support_id is not distinct from old.support_id then
    return new;
  end if;
  -- The lock holds a deactivation back until this assignment is committed, or makes this wait for it.
  if not (select p.active from crm.collaborators p where p.id = new.support_id for share)
     and not exists (select from audit.log l
                      where l.table_name = tg_table_name and l.row_id = new.id and l.old -> 'support_id' = to_jsonb(new.support_id))
  then
    raise check_violation using
      message = format('collaborator %s is not active', new.support_id),
      constraint = 'an event''s support is active', schema = 'crm', table = 'events', column = 'support_id',
      hint = 'Assign the event to an active support collaborator.';
  end if;
  return new;
end $$;
comment on function crm.refuse_inactive_support() is
  'Refuses to assign an event to somebody inactive who never had it. A definer function because it locks a row that the caller may not change; it looks at nothing else but the event''s own history.';
comment on trigger "an event's support is active" on crm.events is
  'Assign the event to an active support collaborator. Events that somebody already had stay theirs when they are deactivated, and may go back to them.';
