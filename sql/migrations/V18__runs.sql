-- Which run a change belongs to is known to the database, and no longer what a client says.
--
-- A run is one transaction that is kept, or was to be: a saved script's, which is begun and ended by its recorder, on a
-- connection of its own, so that it leaves a trace also when nothing of it is kept; or any other transaction that changed
-- something (an entry at the prompt, psql, pgAdmin), which the audit itself writes down with its first change.
-- What was changed before this version belongs to no run.

create table audit.runs (
  id           uuid not null default gen_random_uuid(),
  script       text not null,
  sha256       text,
  parameters   jsonb not null default '{}',
  uid          bigint not null,
  session_role name not null default session_user,
  recorder     int,
  started      timestamptz not null default clock_timestamp(),
  ended        timestamptz,
  outcome      text,
  counted      jsonb,
  undoes       uuid,

  constraint "each run has its own id" primary key (id),
  constraint "a run undoes one that there is" foreign key (undoes) references audit.runs (id),
  constraint "a run ends done, failed, interrupted or dry" check (outcome in ('done', 'failed', 'interrupted', 'dry')),
  constraint "a run that ended has an outcome" check ((ended is null) = (outcome is null)),
  constraint "the name of a script has from 1 to 1000 characters" check (length(script) between 1 and 1000),
  constraint "the hash of a script is a sha256 in hexadecimal" check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint "the parameters of a run are an object of at most 100 kB" check (
    jsonb_typeof(parameters) = 'object' and octet_length(parameters::text) <= 100000),
  constraint "what a run counted is a list of at most 10 kB" check (
    jsonb_typeof(counted) = 'array' and octet_length(counted::text) <= 10000)
);
create index runs_started on audit.runs (started);
create index runs_of_somebody on audit.runs (uid, started);
create index runs_undoes on audit.runs (undoes) where undoes is not null;

comment on table audit.runs is 'every run: who ran what, and how it ended; written and read through functions only';
comment on column audit.runs.id is 'its id';
comment on column audit.runs.script is 'the name or the path of the script; entry: anything that is no saved script';
comment on column audit.runs.sha256 is 'the hash of the script''s text';
comment on column audit.runs.parameters is 'what it was given, but for secrets';
comment on column audit.runs.uid is 'the collaborator who ran it';
comment on column audit.runs.session_role is 'the role of their session';
comment on column audit.runs.recorder is 'the process of the server that serves its recorder; empty: an entry, which needs none';
comment on column audit.runs.started is 'when it began';
comment on column audit.runs.ended is 'when its recorder said that it ended';
comment on column audit.runs.outcome is
  'how it ended: done, failed, interrupted or dry. Empty: it runs, or nobody said so: it is done then if it was kept, and lost otherwise';
comment on column audit.runs.counted is 'what a dry run would have changed: lists of table, action, number of rows. What was kept is in the log';
comment on column audit.runs.undoes is 'the run that it takes back';
comment on constraint "each run has its own id" on audit.runs is 'The database makes it.';
comment on constraint "a run undoes one that there is" on audit.runs is 'Only what ran can be taken back.';
comment on constraint "a run ends done, failed, interrupted or dry" on audit.runs is 'There is nothing else.';
comment on constraint "a run that ended has an outcome" on audit.runs is 'Both are said at once.';
comment on constraint "the name of a script has from 1 to 1000 characters" on audit.runs is 'Give it a shorter name, or run it by a shorter path.';
comment on constraint "the hash of a script is a sha256 in hexadecimal" on audit.runs is 'Small letters.';
comment on constraint "the parameters of a run are an object of at most 100 kB" on audit.runs is 'Put long values into a file, and give its name.';
comment on constraint "what a run counted is a list of at most 10 kB" on audit.runs is 'A line for each table and action.';

-- A row of its own, and not columns of the run: it is written in the run's transaction, and comes and goes with it. Numbers
-- of transactions begin anew when a dump is restored elsewhere, so a number alone could also mean one of long ago.
create table audit.joined (
  txid  xid8 not null default pg_current_xact_id(),
  began timestamptz not null default transaction_timestamp(),
  run   uuid not null,

  constraint "a transaction belongs to one run" primary key (txid, began),
  constraint "a run is one transaction" unique (run),
  constraint "a transaction joins a run that there is" foreign key (run) references audit.runs (id)
);
comment on table audit.joined is 'the transaction of each run that may have changed something: a run was kept if it has a row here';
comment on column audit.joined.txid is 'the number of the transaction';
comment on column audit.joined.began is 'when it began';
comment on column audit.joined.run is 'the run';
comment on constraint "a transaction belongs to one run" on audit.joined is 'Commit first.';
comment on constraint "a run is one transaction" on audit.joined is 'Begin another run.';
comment on constraint "a transaction joins a run that there is" on audit.joined is 'Begin it first.';

create trigger append_only before update or delete or truncate on audit.joined
  for each statement execute function audit.refuse_rewriting();
comment on trigger append_only on audit.joined is 'What was written down stays, even for the owner.';
create trigger append_only before delete or truncate on audit.runs
  for each statement execute function audit.refuse_rewriting();
comment on trigger append_only on audit.runs is 'What was written down stays, even for the owner.';
create trigger ends_once before update on audit.runs
  for each row when (
    old.outcome is not null
    or (to_jsonb(old) - '{ended,outcome,counted}'::text[]) is distinct from (to_jsonb(new) - '{ended,outcome,counted}'::text[]))
  execute function audit.refuse_rewriting();
comment on trigger ends_once on audit.runs is 'A run ends, once; nothing else about it changes.';

comment on column audit.log.run is 'the run it belongs to; empty: the database owner''s. Before version 18 it was what the client said, or empty';

------------------------------------------------------------------------------------------------------------
-- Recording
------------------------------------------------------------------------------------------------------------

-- Not what the recorder says, for that can be killed; and not an advisory lock, which its session could give back. A process
-- of the server counts as long as the very role of the session is connected by it.
create function audit.is_recording(process int, by_role name) returns bool
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_stat_clear_snapshot();
  return exists (
    select from pg_stat_get_activity(process) a
     where a.datid = (select d.oid from pg_database d where d.datname = current_database())
       and pg_get_userbyid(a.usesysid) = by_role);
end $$;
comment on function audit.is_recording(int, name) is 'Whether the recorder of a run is still connected. For the owner''s functions only.';

create function audit.begin_run(script text, sha256 text default null, parameters jsonb default '{}', undoes uuid default null)
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
  insert into audit.runs (script, sha256, parameters, uid, recorder, undoes)
  values (begin_run.script, begin_run.sha256, coalesce(begin_run.parameters, '{}'), me, pg_backend_pid(), begin_run.undoes)
  returning id into run;
  return run;
end $$;
comment on function audit.begin_run(text, text, jsonb, uuid) is
  'Writes down that a script begins, on the connection that will say how it ended, and gives the run''s id. Safe as a definer function: it writes in the caller''s own name, and refers to runs only that the caller may see.';

create function audit.join_run(run uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  known audit.runs;
begin
  perform auth.require_session();
  -- The lock is held to the end of this transaction: so nobody says how the run ended before its transaction has.
  select r.* into known from audit.runs r
   where r.id = join_run.run and r.session_role = session_user and r.uid = auth.uid() and r.recorder is not null
     for share;
  if not found then
    raise insufficient_privilege using message = 'this session has no such run';
  end if;
  if known.outcome is not null or not audit.is_recording(known.recorder, known.session_role) then
    raise object_not_in_prerequisite_state using message = 'the run is over';
  end if;
  insert into audit.joined (run) values (join_run.run);
end $$;
comment on function audit.join_run(uuid) is
  'Makes this transaction that of a run: one that this very session records, that has not ended and has no other transaction. To be called before anything is changed. Safe as a definer function: it checks all that.';

create function audit.end_run(run uuid, outcome text, counted jsonb default null) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s'
as $$
declare
  known  audit.runs;
  really text := end_run.outcome;
begin
  perform auth.require_session();
  if audit.run() = end_run.run then
    raise object_not_in_prerequisite_state using message = 'a run is not ended by its own transaction';
  end if;
  -- Waits for the transaction of the run, if it is open.
  select r.* into known from audit.runs r
   where r.id = end_run.run and r.session_role = session_user and r.uid = auth.uid() and r.recorder is not null
     for update;
  if not found then
    raise insufficient_privilege using message = 'this session has no such run';
  end if;
  if known.outcome is not null then
    raise object_not_in_prerequisite_state using message = 'the run is over';
  end if;
  -- Whatever is said, what was kept was done.
  if exists (select from audit.joined j where j.run = end_run.run) then
    really := 'done';
  end if;
  update audit.runs r
     set ended = clock_timestamp(), outcome = really, counted = case when really <> 'done' then end_run.counted end
   where r.id = end_run.run;
  return really;
end $$;
comment on function audit.end_run(uuid, text, jsonb) is
  'Writes down how a run ended, after its transaction did, and gives what was written down: done, if it was kept. Safe as a definer function: it ends only what this very session records, once, and can''t hide what was kept.';

-- It was what the setting epic.run said, which anybody can set.
create or replace function audit.run() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select j.run from audit.joined j
           where j.txid = pg_current_xact_id_if_assigned() and j.began = transaction_timestamp());
end $$;
comment on function audit.run() is
  'The run that this transaction belongs to; null as long as it joined none and changed nothing. Safe as a definer function: takes nothing, tells only of the caller''s own transaction.';

-- As in V12, but for the run: a transaction that joined none is an entry, and written down with its first change. The
-- database's owner has no runs.
create or replace function audit.record() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC'
as $$
declare
  me        bigint := auth.uid();
  joined    uuid := audit.run();
  this_run  uuid := coalesce(joined, case when me is not null then gen_random_uuid() end);
  generated text[] := array(
    select a.attname::text from pg_attribute a where a.attrelid = tg_relid and a.attgenerated <> '');
  recorded  bigint;
begin
  perform auth.require_session();
  perform auth.cut_ended();

  case tg_op
  when 'INSERT' then
    insert into audit.log (uid, run, table_name, action, row_id, new)
    select me, this_run, tg_table_name, 'insert', n.id, to_jsonb(n) - generated from new_rows n;
  when 'DELETE' then
    insert into audit.log (uid, run, table_name, action, row_id, old)
    select me, this_run, tg_table_name, 'delete', o.id, to_jsonb(o) - generated from old_rows o;
  when 'UPDATE' then
    insert into audit.log (uid, run, table_name, action, row_id, old, new)
    select me, this_run, tg_table_name, 'update', n.id, changed.old, changed.new
      from new_rows n
      join old_rows o on o.id = n.id,
           lateral (
             select jsonb_object_agg(b.key, a.value), jsonb_object_agg(b.key, b.value)
               from jsonb_each(to_jsonb(o) - generated) a
               join jsonb_each(to_jsonb(n) - generated) b on b.key = a.key
              where a.value <> b.value) changed(old, new)
     where changed.new is not null;  -- an update that changes nothing is not written down
  end case;
  get diagnostics recorded = row_count;
  if recorded > 0 and joined is null and this_run is not null then
    insert into audit.runs (id, script, uid, started) values (this_run, 'entry', me, transaction_timestamp());
    insert into audit.joined (run) values (this_run);
  end if;
  return null;
end $$;

------------------------------------------------------------------------------------------------------------
-- Reading
------------------------------------------------------------------------------------------------------------

-- A row that a transaction changes several times was changed once, from what it was to what it became; one that it makes and
-- deletes again, not at all.
create function audit.net(first_action text, last_action text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case when first_action = 'insert' then case when last_action <> 'delete' then 'insert' end
              when last_action = 'delete' then 'delete'
              else 'update' end
$$;
comment on function audit.net(text, text) is
  'What changes to a row come to, by the first and the last of them: insert, update or delete; null: nothing.';

create function audit.count_changes(of_run uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select jsonb_agg(jsonb_build_array(c.table_name, c.net, c.n) order by c.place, c.first)
    from (select r.table_name, r.net, count(*) as n, min(r.id) as first, min(min(r.id)) over (partition by r.table_name) as place
            from (select l.table_name, min(l.id) as id,
                         audit.net((array_agg(l.action order by l.id))[1], (array_agg(l.action order by l.id desc))[1]) as net
                    from audit.log l where l.run = of_run group by l.table_name, l.row_id) r
           where r.net is not null
           group by r.table_name, r.net) c
$$;
comment on function audit.count_changes(uuid) is
  'What a run changed: lists of table, action, number of rows; null: nothing. For the owner''s functions only.';

create function audit.list_runs(since timestamptz default null, of_script text default null, by_whom text default null,
                                begins_with text default null, most int default null)
returns table (id uuid, script text, sha256 text, parameters jsonb, uid bigint, who text, started timestamptz,
               ended timestamptz, outcome text, changed jsonb, undoes uuid, undone_by uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  me       bigint := auth.uid();
  everyone bool := auth.is_admin_or_owner();
  digits   text := replace(lower(begins_with), '-', '');
  lowest   uuid;
  highest  uuid;
begin
  perform auth.require_session();
  if digits is not null then
    if digits !~ '^[0-9a-f]{1,32}$' then
      return;
    end if;
    lowest := rpad(digits, 32, '0')::uuid;
    highest := rpad(digits, 32, 'f')::uuid;
  end if;
  return query
    select r.id, r.script, r.sha256, r.parameters, r.uid, coalesce(p.email, 'collaborator ' || r.uid), r.started,
           coalesce(r.ended, case when k.run is not null then (select max(l.at) from audit.log l where l.run = r.id) end),
           case when r.outcome is not null then r.outcome
                when k.run is not null then 'done'
                when audit.is_recording(r.recorder, r.session_role) then 'running'
                else 'lost' end,
           case when k.run is not null then audit.count_changes(r.id) else r.counted end,
           r.undoes,
           (select u.id from audit.runs u join audit.joined j on j.run = u.id
             where u.undoes = r.id order by u.started desc limit 1)
      from (select o.* from audit.runs o
             left join crm.collaborators c on c.id = o.uid
             where (everyone or o.uid = me)
               and (list_runs.since is null or o.started >= list_runs.since)
               and (of_script is null or o.script = of_script)
               and (by_whom is null or c.email = lower(by_whom))
               and (lowest is null or o.id between lowest and highest)
             order by o.started desc, o.id limit most) r
      left join audit.joined k on k.run = r.id
      left join crm.collaborators p on p.id = r.uid
     order by r.started desc, r.id;
end $$;
comment on function audit.list_runs(timestamptz, text, text, text, int) is
  'Runs, the newest first: one''s own; an admin and the installer see everybody''s. Safe as a definer function: it checks that itself.';

grant execute on function
  audit.begin_run(text, text, jsonb, uuid), audit.join_run(uuid), audit.end_run(uuid, text, jsonb),
  audit.list_runs(timestamptz, text, text, text, int), audit.net(text, text)
to epic_app;
