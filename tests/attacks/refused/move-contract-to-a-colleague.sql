-- Moves its contract to the client of a colleague.
-- as: commercial
-- expect: row-level security
update contracts set client_id = (select id from clients where commercial_id <> auth.uid() limit 1)
 where client_id in (select id from clients where commercial_id = auth.uid());
