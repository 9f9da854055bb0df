-- What a shell asks after a change that ended sessions. A connection that is being made in that moment can't be seen yet: it
-- may have read before the change what its role is a member of, show itself after everybody who is over was cut, and then read
-- on until the next change. So those are waited for. PostgreSQL makes a connection within a transaction, whose lock on its own
-- number can be seen before anything else of it.

create function auth.cut_ended_and_connecting() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  connecting text[];
  -- Who connects and says nothing holds nobody up for longer.
  until      timestamptz := clock_timestamp() + interval '500 milliseconds';
begin
  -- A standby has others that look as if they were connecting: those that replay what its primary does.
  if not pg_is_in_recovery() and exists (select from auth.ending e where e.at > clock_timestamp() - interval '10 seconds') then
    perform pg_stat_clear_snapshot();
    connecting := array(
      select l.virtualxid from pg_locks l
       where l.locktype = 'virtualxid' and l.pid is not null
         and not exists (select from pg_stat_get_activity(l.pid) a where a.usesysid is not null or a.datid is not null));
    while clock_timestamp() < until
      and exists (select from pg_locks l where l.locktype = 'virtualxid' and l.virtualxid = any (connecting))
    loop
      perform pg_sleep(0.005);
    end loop;
  end if;
  perform auth.cut_ended();
end $$;
comment on function auth.cut_ended_and_connecting() is
  'As auth.cut_ended(), after the connections that are being made: they were begun before a session ended, and are seen too late. To be called after the commit. Safe as a definer function: takes nothing, and waits half a second at most.';
revoke execute on function auth.cut_ended_and_connecting() from public;
grant execute on function auth.cut_ended_and_connecting() to epic_app;
