-- A transaction that somebody left open holds nobody's role.
--
-- Whoever has inserted a client refers to its commercial, and until that is committed the commercial must stay one: a change
-- of their role waits, and so does their deletion. It waited for as long as somebody liked.

do $$
begin
  if to_regprocedure('auth_gate.terminate_left_open(regclass)') is null then
    raise object_not_in_prerequisite_state using
      message = 'the roles of this database are of an older version', hint = 'Set it up anew, which keeps what is there: epic db init';
  end if;
end $$;

create function auth.make_way() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth_gate.terminate_left_open('crm.collaborators');
  return null;
end $$;
comment on function auth.make_way() is
  'Cuts transactions that were left open and would be waited for. Safe as a definer function: a trigger, and the statement itself was allowed.';

-- Once for a statement, before it locks a row: a trigger for each row would come too late.
create trigger make_way before update of role or delete on crm.collaborators
  for each statement execute function auth.make_way();
comment on trigger make_way on crm.collaborators is
  'A new role, or a deletion, does not wait for transactions that were left open.';
