-- A commit whose answer was lost is asked about by the number of its transaction. After a failover that is not enough: the
-- new primary gives numbers anew that the old one had given without the standby hearing of it. What a session changed is known
-- by the number and the moment of its transaction together.

create function audit.was_kept(txid xid8, began timestamptz) returns bool
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform auth.require_session();
  return exists (
    select from audit.joined j join audit.runs r on r.id = j.run
     where j.txid = was_kept.txid and j.began = was_kept.began and r.uid = auth.uid());
end $$;
comment on function audit.was_kept(xid8, timestamptz) is
  'Whether a transaction that changed rows was kept, by its number and when it began. Safe as a definer function: it tells of the caller''s own transactions alone.';
revoke execute on function audit.was_kept(xid8, timestamptz) from public;
grant execute on function audit.was_kept(xid8, timestamptz) to epic_app;
